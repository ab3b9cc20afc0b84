-- AlterTable
ALTER TABLE "Workshop" ADD COLUMN "trashedAt" DATETIME;
ALTER TABLE "Workshop" ADD COLUMN "trashedById" TEXT;

-- AlterTable
ALTER TABLE "Manuscript" ADD COLUMN "trashedAt" DATETIME;
ALTER TABLE "Manuscript" ADD COLUMN "trashedById" TEXT;

-- AlterTable
ALTER TABLE "Chapter" ADD COLUMN "trashedAt" DATETIME;
ALTER TABLE "Chapter" ADD COLUMN "trashedById" TEXT;

-- AlterTable
ALTER TABLE "DocUpdate" ADD COLUMN "crc" INTEGER;

-- AlterTable
ALTER TABLE "DocSnapshot" ADD COLUMN "crc" INTEGER;

-- CreateTable
CREATE TABLE "DocSegment" (
    "docId" TEXT NOT NULL,
    "fromSeq" INTEGER NOT NULL,
    "toSeq" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL,
    "firstAt" DATETIME NOT NULL,
    "lastAt" DATETIME NOT NULL,

    PRIMARY KEY ("docId", "fromSeq")
);

-- CreateTable
CREATE TABLE "DocDamage" (
    "docId" TEXT NOT NULL,
    "goodSeq" INTEGER NOT NULL,
    "lastSeq" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "foundAt" DATETIME NOT NULL,
    "repairedAt" DATETIME,

    PRIMARY KEY ("docId", "lastSeq")
);

-- CreateTable
CREATE TABLE "Version" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "chapterId" TEXT NOT NULL,
    "docId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT,
    "createdById" TEXT,
    "createdAt" DATETIME NOT NULL,
    "words" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL,
    "threads" JSONB NOT NULL,
    "writerIds" JSONB NOT NULL,
    CONSTRAINT "Version_chapterId_fkey" FOREIGN KEY ("chapterId") REFERENCES "Chapter" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "DocSegment_lastAt_idx" ON "DocSegment"("lastAt");

-- CreateIndex
CREATE INDEX "Version_chapterId_createdAt_idx" ON "Version"("chapterId", "createdAt");
