import { operations } from '../../../api/app.ts';
import type { Endpoint } from '../../../api/http/endpoint.ts';
import { openApiDocument, problemsOf } from '../../../api/openapi.ts';
import { problemStatus } from '../../../api/problem.ts';
import { unconnected } from './setting.ts';

const mounted = operations(unconnected());
const endpoints = mounted.flatMap(({ prefix, endpoints: all }) => all.map((endpoint) => ({ prefix, endpoint })));
const named = endpoints.map(({ prefix, endpoint }) => {
  const name = `${endpoint.method.toUpperCase()} ${prefix}${endpoint.path}`;
  return [name, { prefix, endpoint }] as const;
});

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly operationId?: string;
  readonly security?: unknown[];
  readonly requestBody?: { content: Record<string, { examples?: Record<string, unknown> }> };
  readonly responses: Record<string, { description?: string; content?: Record<string, Record<string, unknown>> }>;
}

const document = openApiDocument(mounted, 'http://localhost:3000') as unknown as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
};

function documented({ prefix, endpoint }: { prefix: string; endpoint: Endpoint }): Operation {
  const operation = document.paths[prefix + endpoint.path]?.[endpoint.method];
  if (!operation) throw new Error('It is not documented');
  return operation;
}

function bodyExamplesOf({ body, bodyExamples }: Endpoint): unknown[] {
  if (bodyExamples) return Object.values(bodyExamples).map(({ value }) => value);
  const example = body?.meta()?.example;
  return example === undefined ? [] : [example];
}

describe('the OpenAPI document', () => {
  test('is 3.1 and resolves every reference it makes', () => {
    expect(document.openapi).toBe('3.1.0');
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(references.length).toBeGreaterThan(50);
    for (const name of references) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  test('names every operation differently', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(endpoints.length);
  });

  test.each(named)('%s says what it is for, in a summary and a sentence', (_name, found) => {
    const { summary, description, security } = documented(found);
    expect(summary).toMatch(/^\S.*[^.]$/);
    expect(description).toMatch(/\.(\n\nRoles: .*)?$/);
    expect(security === undefined).toBe(found.endpoint.access === 'anybody');
  });

  test.each(named)('%s shows an example of every error it can answer with', (_name, found) => {
    const { responses } = documented(found);
    const codes = problemsOf(found.endpoint);
    for (const code of codes) {
      const examples = responses[problemStatus[code]]?.content?.['application/problem+json']?.examples;
      expect(examples).toHaveProperty([code, 'value', 'code'], code);
      expect(examples).toHaveProperty([code, 'value', 'status'], problemStatus[code]);
    }
  });

  const withBody = named.filter(([, { endpoint }]) => endpoint.body !== undefined);
  test.each(withBody)('%s shows bodies that it takes', (_name, { endpoint }) => {
    const examples = bodyExamplesOf(endpoint);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(endpoint.body?.safeParse(example)).toMatchObject({ success: true });
  });

  const withAnswer = named.flatMap(([name, { endpoint }]) =>
    Object.entries(endpoint.answers).flatMap(([status, answered]) =>
      answered.schema ? [[`${name} ${status}`, answered] as const] : [],
    ),
  );
  test.each(withAnswer)('%s shows an answer that keeps its contract', (_name, { schema, example }) => {
    const shown = example ?? schema?.meta()?.example;
    expect(shown).toBeDefined();
    expect(schema?.safeParse(shown)).toMatchObject({ success: true });
  });
});
