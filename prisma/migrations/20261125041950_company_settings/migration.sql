-- CreateTable
CREATE TABLE "company_setting" (
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "value" JSONB NOT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "company_setting_pkey" PRIMARY KEY ("key","version")
);

-- CreateTable
CREATE TABLE "step_up_code" (
    "id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "step_up_code_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "step_up_code_token_hash_created_at_idx" ON "step_up_code"("token_hash", "created_at");

-- CreateIndex
CREATE INDEX "step_up_code_user_id_created_at_idx" ON "step_up_code"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "step_up_code_created_at_idx" ON "step_up_code"("created_at");
