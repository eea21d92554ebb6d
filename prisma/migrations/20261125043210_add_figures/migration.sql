-- AlterTable
ALTER TABLE "api_token" ADD COLUMN     "scope" TEXT NOT NULL DEFAULT 'all';

-- CreateTable
CREATE TABLE "aging_snapshot" (
    "day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "not_due" BIGINT NOT NULL,
    "d1_to_30" BIGINT NOT NULL,
    "d31_to_60" BIGINT NOT NULL,
    "d61_to_90" BIGINT NOT NULL,
    "d91_to_180" BIGINT NOT NULL,
    "over_180" BIGINT NOT NULL,

    CONSTRAINT "aging_snapshot_pkey" PRIMARY KEY ("currency","day","owner_id")
);

-- CreateTable
CREATE TABLE "forecast_snapshot" (
    "day" DATE NOT NULL,
    "month" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "minor" BIGINT NOT NULL,

    CONSTRAINT "forecast_snapshot_pkey" PRIMARY KEY ("month","day","currency","source")
);

-- CreateIndex
CREATE INDEX "receivable_settled_on_idx" ON "receivable"("settled_on");
