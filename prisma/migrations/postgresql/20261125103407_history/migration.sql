-- CreateEnum
CREATE TYPE "VersionKind" AS ENUM ('automatic', 'named', 'before_restore', 'before_import');

-- AlterTable
ALTER TABLE "Workshop" ADD COLUMN     "trashedAt" TIMESTAMP(3),
ADD COLUMN     "trashedById" TEXT;

-- AlterTable
ALTER TABLE "Manuscript" ADD COLUMN     "trashedAt" TIMESTAMP(3),
ADD COLUMN     "trashedById" TEXT;

-- AlterTable
ALTER TABLE "Chapter" ADD COLUMN     "trashedAt" TIMESTAMP(3),
ADD COLUMN     "trashedById" TEXT;

-- AlterTable
ALTER TABLE "DocUpdate" ADD COLUMN     "crc" INTEGER;

-- AlterTable
ALTER TABLE "DocSnapshot" ADD COLUMN     "crc" INTEGER;

-- CreateTable
CREATE TABLE "DocSegment" (
    "docId" TEXT NOT NULL,
    "fromSeq" INTEGER NOT NULL,
    "toSeq" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "firstAt" TIMESTAMP(3) NOT NULL,
    "lastAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DocSegment_pkey" PRIMARY KEY ("docId","fromSeq")
);

-- CreateTable
CREATE TABLE "DocDamage" (
    "docId" TEXT NOT NULL,
    "goodSeq" INTEGER NOT NULL,
    "lastSeq" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "foundAt" TIMESTAMP(3) NOT NULL,
    "repairedAt" TIMESTAMP(3),

    CONSTRAINT "DocDamage_pkey" PRIMARY KEY ("docId","lastSeq")
);

-- CreateTable
CREATE TABLE "Version" (
    "id" TEXT NOT NULL,
    "chapterId" TEXT NOT NULL,
    "docId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" "VersionKind" NOT NULL,
    "name" TEXT,
    "createdById" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "words" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "threads" JSONB NOT NULL,
    "writerIds" JSONB NOT NULL,

    CONSTRAINT "Version_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DocSegment_lastAt_idx" ON "DocSegment"("lastAt");

-- CreateIndex
CREATE INDEX "Version_chapterId_createdAt_idx" ON "Version"("chapterId", "createdAt");

-- AddForeignKey
ALTER TABLE "Version" ADD CONSTRAINT "Version_chapterId_fkey" FOREIGN KEY ("chapterId") REFERENCES "Chapter"("id") ON DELETE CASCADE ON UPDATE CASCADE;
