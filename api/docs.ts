import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Router } from 'express';
import { html } from '../domain/html.ts';
import { type ProblemCode, problemStatus, problemTitle } from './problem.ts';

const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const assets = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** The readable documentation, served from here alone: no other host is asked for anything. */
export function docsRouter(document: () => object, publicUrl: string): Router {
  const base = new URL(publicUrl).pathname.replace(/\/+$/, '');
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.set('Cache-Control', 'no-cache').json(document());
  });
  router.get('/docs', (_request, response) => {
    response.type('html').send(referencePage(base));
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('js').send(startScript(base));
  });
  router.get('/docs/problems', (_request, response) => {
    response.type('html').send(problemsPage());
  });
  for (const file of assets) {
    router.get(`/docs/${file}`, (_request, response) => {
      response.set('Cache-Control', 'public, max-age=86400').sendFile(file, { root: swaggerUi });
    });
  }
  return router;
}

function referencePage(base: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fairway API</title>
<link rel="icon" href="${base}/docs/favicon-32x32.png">
<link rel="stylesheet" href="${base}/docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<noscript>The API is described in <a href="${base}/openapi.json">openapi.json</a>.</noscript>
<script src="${base}/docs/swagger-ui-bundle.js"></script>
<script src="${base}/docs/start.js"></script>
</body>
</html>
`.text;
}

function startScript(base: string): string {
  const options = {
    url: `${base}/openapi.json`,
    dom_id: '#reference',
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
  };
  return `SwaggerUIBundle(${JSON.stringify(options)});\n`;
}

function problemsPage(): string {
  const codes = Object.keys(problemStatus) as ProblemCode[];
  const rows = codes.map(
    (code) => html`<tr id="${code}"><td><code>${code}</code></td><td>${problemStatus[code]}</td>
<td>${problemTitle(code, 'en')}</td><td lang="zh-CN">${problemTitle(code, 'zh-CN')}</td></tr>
`,
  );
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Errors of the Fairway API</title></head>
<body>
<h1>Errors</h1>
<p>Every error is <code>application/problem+json</code> per RFC 9457. <code>code</code> never changes its meaning.</p>
<table>
<thead><tr><th>Code</th><th>Status</th><th>Meaning</th><th>含义</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
</body>
</html>
`.text;
}
