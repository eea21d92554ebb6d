import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from 'zod-openapi';
import { CommandId } from './contracts/common.ts';
import { ProblemView } from './contracts/problem.ts';
import { uploadRefusals } from './documents/upload.ts';
import type { Answered, Endpoint } from './http/endpoint.ts';
import { Problem, type ProblemCode, problemBody, problemStatus, problemTitle } from './problem.ts';

/** Operations mounted under one prefix. */
export interface Mounted {
  readonly prefix: string;
  readonly endpoints: readonly Endpoint[];
}

const about = `Fairway runs a sales process as durable workflows and says, at every moment, whom each deal waits for.

- **Sign in** by \`POST /api/v1/session\` (a cookie, for browsers), or send \`Authorization: Bearer …\` with a token from \`POST /api/v1/tokens\`.
- **Commands** carry an id made by the caller. Whatever arrives under the same id is carried out once; after a 202 or a lost connection, send it again.
- **Reads** come from the record, which has everything a command's answer promised. \`live=1\` asks the running workflow.
- **Lists** are read page by page: pass \`next\` as \`cursor\`, with the same filters.
- **Amounts** are whole minor units of one currency. **Moments** are UTC in business time.
- **Errors** are \`application/problem+json\` (RFC 9457); branch on \`code\`, which never changes. All codes: [/docs/problems](/docs/problems).
- What a person may not see does not exist for them: it is answered 404.`;

/** The OpenAPI document of the API, made from the same operations the router is. */
export function openApiDocument(mounted: readonly Mounted[], publicUrl: string) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { prefix, endpoints } of mounted) {
    for (const endpoint of endpoints) {
      const path = prefix + endpoint.path;
      paths[path] = { ...paths[path], [endpoint.method]: operation(endpoint, publicUrl) };
    }
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Fairway', version: '1', description: about },
    servers: [{ url: new URL(publicUrl).pathname.replace(/\/+$/, '') || '/' }],
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'fairway' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
    paths,
  });
}

function operation(endpoint: Endpoint, publicUrl: string): ZodOpenApiOperationObject {
  const { summary, description, tag, params, query, access } = endpoint;
  const responses: Record<string, ZodOpenApiResponseObject> = problemResponses(problemsOf(endpoint), publicUrl);
  for (const [status, answered] of Object.entries(endpoint.answers)) responses[status] = response(answered);
  return {
    operationId: operationId(endpoint),
    summary,
    description:
      access === 'anybody' || access === 'people' ? description : `${description}\n\nRoles: ${access.join(', ')}.`,
    tags: [tag],
    ...(access === 'anybody' ? {} : { security: [{ session: [] }, { token: [] }] }),
    requestParams: {
      ...(params ? { path: params } : {}),
      ...(query ? { query } : {}),
      ...(endpoint.takesIdempotencyKey ? { header: idempotencyHeader } : {}),
    },
    ...requestBody(endpoint),
    responses,
  };
}

const idempotencyHeader = z.object({
  'Idempotency-Key': CommandId.optional().meta({ description: 'The command id, where the body names none.' }),
});

function operationId({ method, path }: Endpoint): string {
  const words = path.replace(/[{}]/g, '').split(/[/-]/).filter(Boolean);
  return method + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}

function requestBody({ body, rawBody, form, bodyExamples, mayOmitBody }: Endpoint) {
  if (rawBody) {
    return { requestBody: { required: true, content: { [rawBody]: { schema: { type: 'string' as const } } } } };
  }
  if (form) {
    const schema = form.extend({ file: z.string().meta({ format: 'binary', description: 'The file itself.' }) });
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } };
  }
  if (!body) return {};
  const example = body.meta()?.example;
  const examples = bodyExamples ?? (example === undefined ? {} : { example: { summary: 'Example', value: example } });
  return { requestBody: { required: !mayOmitBody, content: { 'application/json': { schema: body, examples } } } };
}

function response({ description, schema, example, contentType, headers = {} }: Answered): ZodOpenApiResponseObject {
  const described = Object.fromEntries(
    Object.entries(headers).map(([name, text]) => [name, { description: text, schema: { type: 'string' as const } }]),
  );
  const withHeaders = Object.keys(described).length > 0 ? { headers: described } : {};
  if (!schema) {
    const content = contentType ? { content: { [contentType]: { schema: { type: 'string' as const } } } } : {};
    return { description, ...withHeaders, ...content };
  }
  const shown = example ?? schema.meta()?.example;
  const content = { 'application/json': { schema, ...(shown === undefined ? {} : { example: shown }) } };
  return { description, ...withHeaders, content };
}

/** The errors an operation can answer with: its own, and those its parts bring with them. */
export function problemsOf(endpoint: Endpoint): ProblemCode[] {
  const { access, method, body, form, query, params, problems = [] } = endpoint;
  const implied: ProblemCode[] = [
    ...(access === 'anybody' ? [] : (['UNAUTHENTICATED', 'UNAVAILABLE'] as const)),
    ...(typeof access === 'string' ? [] : (['NOT_ALLOWED'] as const)),
    ...(method === 'get' || access === 'anybody' ? [] : (['CROSS_SITE'] as const)),
    ...(params ? (['NOT_FOUND'] as const) : []),
    ...(query ? (['INVALID'] as const) : []),
    ...(body ? (['MALFORMED', 'INVALID', 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const) : []),
    ...(form ? (['MALFORMED', 'INVALID', 'UNSUPPORTED_MEDIA_TYPE', ...uploadRefusals] as const) : []),
  ];
  return [...new Set([...implied, ...problems])];
}

function problemResponses(codes: readonly ProblemCode[], publicUrl: string): Record<string, ZodOpenApiResponseObject> {
  const responses: Record<string, ZodOpenApiResponseObject> = {};
  for (const status of new Set(codes.map((code) => problemStatus[code]))) {
    const those = codes.filter((code) => problemStatus[code] === status);
    responses[status] = {
      description: those.map((code) => `\`${code}\`: ${problemTitle(code, 'en')}`).join('\n\n'),
      content: {
        'application/problem+json': {
          schema: ProblemView,
          examples: Object.fromEntries(those.map((code) => [code, problemExample(code, publicUrl)])),
        },
      },
    };
  }
  return responses;
}

function problemExample(code: ProblemCode, publicUrl: string) {
  const title = problemTitle(code, 'en');
  const requestId = '5f0c7a52-31c5-4b8e-9a39-6f1d3c1f2b7e';
  return { summary: title, value: problemBody(new Problem(code, title), { publicUrl, locale: 'en', requestId }) };
}
