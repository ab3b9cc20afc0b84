-- AlterTable
ALTER TABLE "Workshop" ADD COLUMN "categories" JSONB;
ALTER TABLE "Workshop" ADD COLUMN "critiqueForm" JSONB;

-- CreateTable
CREATE TABLE "CritiqueRound" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "chapterId" TEXT NOT NULL,
    "askedById" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "question" TEXT NOT NULL,
    "form" JSONB NOT NULL,
    "isBlind" BOOLEAN NOT NULL,
    "allowsOpen" BOOLEAN NOT NULL,
    "endsAt" DATETIME,
    "endedAt" DATETIME,
    CONSTRAINT "CritiqueRound_chapterId_fkey" FOREIGN KEY ("chapterId") REFERENCES "Chapter" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CritiquePackage" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "roundId" TEXT NOT NULL,
    "criticId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "remark" TEXT NOT NULL DEFAULT '',
    "answers" JSONB NOT NULL,
    "place" TEXT,
    "handedInAt" DATETIME,
    "firstHandedInAt" DATETIME,
    CONSTRAINT "CritiquePackage_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "CritiqueRound" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CommentEdit" (
    "commentId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "writtenAt" DATETIME NOT NULL,

    PRIMARY KEY ("commentId", "version"),
    CONSTRAINT "CommentEdit_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CommentReaction" (
    "commentId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("commentId", "userId", "kind"),
    CONSTRAINT "CommentReaction_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CommentMention" (
    "commentId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    PRIMARY KEY ("commentId", "userId"),
    CONSTRAINT "CommentMention_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "groupKey" TEXT NOT NULL,
    "subject" JSONB NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "readAt" DATETIME,
    CONSTRAINT "Notice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "NoticeSwitch" (
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    PRIMARY KEY ("userId", "kind"),
    CONSTRAINT "NoticeSwitch_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- AlterTable: columns are added one by one. A redefined table would be dropped first, and its comments with it.
ALTER TABLE "Thread" ADD COLUMN "decidedSeq" INTEGER;
ALTER TABLE "Thread" ADD COLUMN "takeBack" JSONB;
ALTER TABLE "Thread" ADD COLUMN "packageId" TEXT REFERENCES "CritiquePackage" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "Thread" ADD COLUMN "releasedAt" DATETIME;
ALTER TABLE "Thread" ADD COLUMN "receipt" TEXT;
ALTER TABLE "Thread" ADD COLUMN "receiptNote" TEXT;
ALTER TABLE "Thread" ADD COLUMN "receiptChange" JSONB;
ALTER TABLE "Thread" ADD COLUMN "receiptById" TEXT;
ALTER TABLE "Thread" ADD COLUMN "receiptAt" DATETIME;
ALTER TABLE "Thread" ADD COLUMN "receiptSentAt" DATETIME;
CREATE INDEX "Thread_packageId_idx" ON "Thread"("packageId");

-- CreateIndex
CREATE INDEX "CritiqueRound_chapterId_startedAt_idx" ON "CritiqueRound"("chapterId", "startedAt");

-- CreateIndex
CREATE INDEX "CritiquePackage_criticId_idx" ON "CritiquePackage"("criticId");

-- CreateIndex
CREATE UNIQUE INDEX "CritiquePackage_roundId_criticId_key" ON "CritiquePackage"("roundId", "criticId");

-- CreateIndex
CREATE INDEX "CommentReaction_userId_idx" ON "CommentReaction"("userId");

-- CreateIndex
CREATE INDEX "CommentMention_userId_idx" ON "CommentMention"("userId");

-- CreateIndex
CREATE INDEX "Notice_userId_updatedAt_idx" ON "Notice"("userId", "updatedAt");

-- CreateIndex
CREATE INDEX "Notice_userId_kind_groupKey_idx" ON "Notice"("userId", "kind", "groupKey");

-- What was written until now was open to everyone who may read the chapter.
UPDATE "Thread" SET "releasedAt" = "createdAt";
