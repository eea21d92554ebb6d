-- CreateTable
CREATE TABLE "credit_exemption" (
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "granted_by" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_by" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "credit_exemption_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank_feed" (
    "account" TEXT NOT NULL,
    "read_until" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bank_feed_pkey" PRIMARY KEY ("account")
);

-- CreateIndex
CREATE INDEX "credit_exemption_customer_id_granted_at_idx" ON "credit_exemption"("customer_id", "granted_at" DESC);
