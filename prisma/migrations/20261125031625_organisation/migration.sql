-- AlterTable
ALTER TABLE "app_user" ADD COLUMN     "department_id" TEXT;

-- AlterTable
ALTER TABLE "wait" ADD COLUMN     "principal_id" TEXT;

-- CreateTable
CREATE TABLE "department" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "parent_id" TEXT,
    "head_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "department_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "absence" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "until_day" DATE,
    "substitute_id" TEXT,
    "kinds" TEXT[],
    "variants" TEXT[],
    "limit_minor" BIGINT,
    "currency" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "begun_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "set_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "absence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "department_name_key" ON "department"("name");

-- CreateIndex
CREATE INDEX "department_parent_id_idx" ON "department"("parent_id");

-- CreateIndex
CREATE INDEX "department_head_id_idx" ON "department"("head_id");

-- CreateIndex
CREATE INDEX "absence_user_id_from_day_idx" ON "absence"("user_id", "from_day");

-- CreateIndex
CREATE INDEX "absence_substitute_id_idx" ON "absence"("substitute_id");

-- CreateIndex
CREATE INDEX "app_user_department_id_idx" ON "app_user"("department_id");

-- CreateIndex
CREATE INDEX "wait_principal_id_closed_at_idx" ON "wait"("principal_id", "closed_at");

-- AddForeignKey
ALTER TABLE "app_user" ADD CONSTRAINT "app_user_department_id_fkey" FOREIGN KEY ("department_id") REFERENCES "department"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "department" ADD CONSTRAINT "department_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "department"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "department" ADD CONSTRAINT "department_head_id_fkey" FOREIGN KEY ("head_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "absence" ADD CONSTRAINT "absence_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "absence" ADD CONSTRAINT "absence_substitute_id_fkey" FOREIGN KEY ("substitute_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What a person's row said about an absence becomes the first of their absences.
INSERT INTO "absence" ("id", "user_id", "from_day", "until_day", "kinds", "variants", "set_by")
SELECT 'ab-' || "id", "id", "absent_from", "absent_until", '{}', '{}', 'system' FROM "app_user" WHERE "absent_from" IS NOT NULL;

-- AlterTable
ALTER TABLE "app_user" DROP COLUMN "absent_from",
DROP COLUMN "absent_until";
