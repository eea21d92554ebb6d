-- AlterTable
ALTER TABLE "product" ADD COLUMN     "tax_rate" INTEGER,
ADD COLUMN     "unit" TEXT;
