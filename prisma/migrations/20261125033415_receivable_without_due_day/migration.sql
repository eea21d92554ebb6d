-- AlterTable
ALTER TABLE "receivable" ALTER COLUMN "due_on" DROP NOT NULL;
