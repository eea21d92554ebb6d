-- AlterTable
ALTER TABLE "department" ADD COLUMN     "calendar_id" TEXT;

-- AlterTable
ALTER TABLE "calendar" ADD COLUMN     "parent_id" TEXT,
ALTER COLUMN "week" DROP NOT NULL;

-- AlterTable
ALTER TABLE "process" ADD COLUMN     "calendar_id" TEXT,
ADD COLUMN     "calendar_version" INTEGER;

-- CreateTable
CREATE TABLE "rollout" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "pass" INTEGER NOT NULL DEFAULT 1,
    "after" TEXT NOT NULL DEFAULT '',
    "told" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "failures" JSONB NOT NULL DEFAULT '[]',
    "requested_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rollout_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "rollout_started_at_id_idx" ON "rollout"("started_at" DESC, "id");

-- CreateIndex
CREATE INDEX "rollout_status_idx" ON "rollout"("status");

-- CreateIndex
CREATE UNIQUE INDEX "department_calendar_id_key" ON "department"("calendar_id");

-- CreateIndex
CREATE INDEX "calendar_parent_id_idx" ON "calendar"("parent_id");

-- CreateIndex
CREATE INDEX "process_calendar_id_status_idx" ON "process"("calendar_id", "status");

-- AddForeignKey
ALTER TABLE "department" ADD CONSTRAINT "department_calendar_id_fkey" FOREIGN KEY ("calendar_id") REFERENCES "calendar"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar" ADD CONSTRAINT "calendar_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "calendar"("id") ON DELETE SET NULL ON UPDATE CASCADE;
