-- AlterTable
ALTER TABLE "app_user" ADD COLUMN     "successor_id" TEXT;

-- AddForeignKey
ALTER TABLE "app_user" ADD CONSTRAINT "app_user_successor_id_fkey" FOREIGN KEY ("successor_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
