-- AlterTable
ALTER TABLE "BetaSession" ADD COLUMN     "remindsWeekly" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "BetaReader" ADD COLUMN     "reminderWord" TEXT;
