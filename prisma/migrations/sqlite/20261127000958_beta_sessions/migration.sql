-- CreateTable
CREATE TABLE "BetaSession" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "manuscriptId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "letter" TEXT NOT NULL DEFAULT '',
    "contentNote" TEXT NOT NULL DEFAULT '',
    "visibility" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "isSequential" BOOLEAN NOT NULL,
    "asksPredictions" BOOLEAN NOT NULL,
    "opensAt" DATETIME,
    "closesAt" DATETIME,
    "createdById" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "trashedAt" DATETIME,
    "trashedById" TEXT,
    CONSTRAINT "BetaSession_manuscriptId_fkey" FOREIGN KEY ("manuscriptId") REFERENCES "Manuscript" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BetaEdition" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sessionId" TEXT NOT NULL,
    "chapterId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "words" INTEGER NOT NULL,
    "html" TEXT NOT NULL,
    "blocks" JSONB NOT NULL,
    "paragraphs" INTEGER NOT NULL,
    "issuedAt" DATETIME NOT NULL,
    CONSTRAINT "BetaEdition_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "BetaSession" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "BetaEdition_chapterId_fkey" FOREIGN KEY ("chapterId") REFERENCES "Chapter" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "BetaEdition_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "Version" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BetaContentNote" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sessionId" TEXT NOT NULL,
    "chapterId" TEXT NOT NULL,
    "fromBlock" TEXT NOT NULL,
    "toBlock" TEXT NOT NULL,
    "from" INTEGER NOT NULL,
    "to" INTEGER NOT NULL,
    "what" TEXT NOT NULL,
    "bridge" TEXT NOT NULL,
    CONSTRAINT "BetaContentNote_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "BetaSession" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BetaQuestion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sessionId" TEXT NOT NULL,
    "chapterId" TEXT,
    "block" TEXT,
    "paragraph" INTEGER,
    "kind" TEXT NOT NULL,
    "prompt" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "position" INTEGER NOT NULL,
    CONSTRAINT "BetaQuestion_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "BetaSession" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BetaInvitation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sessionId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "isPersonal" BOOLEAN NOT NULL,
    "readerId" TEXT,
    "createdById" TEXT,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    "maxUses" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "revokedAt" DATETIME,
    CONSTRAINT "BetaInvitation_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "BetaSession" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "BetaInvitation_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "BetaReader" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BetaReader" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sessionId" TEXT NOT NULL,
    "userId" TEXT,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "colour" TEXT NOT NULL,
    "joinedAt" DATETIME NOT NULL,
    "lastSeenAt" DATETIME NOT NULL,
    "handedInAt" DATETIME,
    "removedAt" DATETIME,
    "recordsProgress" BOOLEAN NOT NULL DEFAULT true,
    "sharesTime" BOOLEAN NOT NULL DEFAULT false,
    "remindedAt" DATETIME,
    CONSTRAINT "BetaReader_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "BetaSession" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BetaLogin" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "readerId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "BetaLogin_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "BetaReader" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BetaProgress" (
    "readerId" TEXT NOT NULL,
    "editionId" TEXT NOT NULL,
    "paragraph" INTEGER NOT NULL,
    "furthest" INTEGER NOT NULL,
    "finishedAt" DATETIME,
    "stoppedAt" DATETIME,
    "stopReason" TEXT,
    "seconds" INTEGER NOT NULL DEFAULT 0,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("readerId", "editionId"),
    CONSTRAINT "BetaProgress_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "BetaReader" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "BetaProgress_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "BetaEdition" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BetaNote" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "readerId" TEXT NOT NULL,
    "editionId" TEXT NOT NULL,
    "from" INTEGER NOT NULL,
    "to" INTEGER NOT NULL,
    "paragraph" INTEGER NOT NULL,
    "quote" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "reaction" TEXT,
    "isTypo" BOOLEAN NOT NULL,
    "isPrivate" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "editedAt" DATETIME,
    "releasedAt" DATETIME,
    "deletedAt" DATETIME,
    CONSTRAINT "BetaNote_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "BetaReader" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "BetaNote_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "BetaEdition" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BetaAnswer" (
    "readerId" TEXT NOT NULL,
    "questionId" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "releasedAt" DATETIME,

    PRIMARY KEY ("readerId", "questionId"),
    CONSTRAINT "BetaAnswer_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "BetaReader" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "BetaAnswer_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "BetaQuestion" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BetaPrediction" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "readerId" TEXT NOT NULL,
    "editionId" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "releasedAt" DATETIME,
    "cameTrue" BOOLEAN,
    CONSTRAINT "BetaPrediction_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "BetaReader" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "BetaPrediction_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "BetaEdition" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "BetaSession_manuscriptId_idx" ON "BetaSession"("manuscriptId");

-- CreateIndex
CREATE UNIQUE INDEX "BetaEdition_versionId_key" ON "BetaEdition"("versionId");

-- CreateIndex
CREATE INDEX "BetaEdition_chapterId_idx" ON "BetaEdition"("chapterId");

-- CreateIndex
CREATE UNIQUE INDEX "BetaEdition_sessionId_chapterId_number_key" ON "BetaEdition"("sessionId", "chapterId", "number");

-- CreateIndex
CREATE INDEX "BetaContentNote_sessionId_idx" ON "BetaContentNote"("sessionId");

-- CreateIndex
CREATE INDEX "BetaQuestion_sessionId_idx" ON "BetaQuestion"("sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "BetaInvitation_hash_key" ON "BetaInvitation"("hash");

-- CreateIndex
CREATE INDEX "BetaInvitation_sessionId_idx" ON "BetaInvitation"("sessionId");

-- CreateIndex
CREATE INDEX "BetaInvitation_readerId_idx" ON "BetaInvitation"("readerId");

-- CreateIndex
CREATE INDEX "BetaReader_userId_idx" ON "BetaReader"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "BetaReader_sessionId_userId_key" ON "BetaReader"("sessionId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "BetaLogin_hash_key" ON "BetaLogin"("hash");

-- CreateIndex
CREATE INDEX "BetaLogin_readerId_idx" ON "BetaLogin"("readerId");

-- CreateIndex
CREATE INDEX "BetaProgress_editionId_idx" ON "BetaProgress"("editionId");

-- CreateIndex
CREATE INDEX "BetaNote_readerId_idx" ON "BetaNote"("readerId");

-- CreateIndex
CREATE INDEX "BetaNote_editionId_idx" ON "BetaNote"("editionId");

-- CreateIndex
CREATE INDEX "BetaAnswer_questionId_idx" ON "BetaAnswer"("questionId");

-- CreateIndex
CREATE INDEX "BetaPrediction_editionId_idx" ON "BetaPrediction"("editionId");

-- CreateIndex
CREATE UNIQUE INDEX "BetaPrediction_readerId_editionId_key" ON "BetaPrediction"("readerId", "editionId");
