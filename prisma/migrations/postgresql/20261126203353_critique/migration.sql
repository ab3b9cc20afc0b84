-- CreateEnum
CREATE TYPE "ReceiptOutcome" AS ENUM ('used', 'partly', 'kept', 'later');

-- AlterTable
ALTER TABLE "Workshop" ADD COLUMN     "categories" JSONB,
ADD COLUMN     "critiqueForm" JSONB;

-- AlterTable
ALTER TABLE "Thread" ADD COLUMN     "decidedSeq" INTEGER,
ADD COLUMN     "packageId" TEXT,
ADD COLUMN     "receipt" "ReceiptOutcome",
ADD COLUMN     "receiptAt" TIMESTAMP(3),
ADD COLUMN     "receiptById" TEXT,
ADD COLUMN     "receiptChange" JSONB,
ADD COLUMN     "receiptNote" TEXT,
ADD COLUMN     "receiptSentAt" TIMESTAMP(3),
ADD COLUMN     "releasedAt" TIMESTAMP(3),
ADD COLUMN     "takeBack" JSONB;

-- CreateTable
CREATE TABLE "CritiqueRound" (
    "id" TEXT NOT NULL,
    "chapterId" TEXT NOT NULL,
    "askedById" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "question" TEXT NOT NULL,
    "form" JSONB NOT NULL,
    "isBlind" BOOLEAN NOT NULL,
    "allowsOpen" BOOLEAN NOT NULL,
    "endsAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "CritiqueRound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CritiquePackage" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "criticId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "remark" TEXT NOT NULL DEFAULT '',
    "answers" JSONB NOT NULL,
    "place" TEXT,
    "handedInAt" TIMESTAMP(3),
    "firstHandedInAt" TIMESTAMP(3),

    CONSTRAINT "CritiquePackage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommentEdit" (
    "commentId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "writtenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CommentEdit_pkey" PRIMARY KEY ("commentId","version")
);

-- CreateTable
CREATE TABLE "CommentReaction" (
    "commentId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CommentReaction_pkey" PRIMARY KEY ("commentId","userId","kind")
);

-- CreateTable
CREATE TABLE "CommentMention" (
    "commentId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    CONSTRAINT "CommentMention_pkey" PRIMARY KEY ("commentId","userId")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "groupKey" TEXT NOT NULL,
    "subject" JSONB NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "readAt" TIMESTAMP(3),

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NoticeSwitch" (
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "NoticeSwitch_pkey" PRIMARY KEY ("userId","kind")
);

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

-- CreateIndex
CREATE INDEX "Thread_packageId_idx" ON "Thread"("packageId");

-- AddForeignKey
ALTER TABLE "Thread" ADD CONSTRAINT "Thread_packageId_fkey" FOREIGN KEY ("packageId") REFERENCES "CritiquePackage"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CritiqueRound" ADD CONSTRAINT "CritiqueRound_chapterId_fkey" FOREIGN KEY ("chapterId") REFERENCES "Chapter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CritiquePackage" ADD CONSTRAINT "CritiquePackage_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "CritiqueRound"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentEdit" ADD CONSTRAINT "CommentEdit_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentReaction" ADD CONSTRAINT "CommentReaction_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentMention" ADD CONSTRAINT "CommentMention_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NoticeSwitch" ADD CONSTRAINT "NoticeSwitch_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was written until now was open to everyone who may read the chapter.
UPDATE "Thread" SET "releasedAt" = "createdAt";
