import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, Router } from 'express';
import { html } from '../domain/html.ts';

const built = fileURLToPath(new URL('../web/dist', import.meta.url));

/**
 * The console, as it was built: its files, and its one page for every address a browser asks for that nothing else
 * answers, so that a deal can be opened by its address. The page is told where it is mounted.
 */
export function consoleRouter(publicUrl: string, folder: string = built): Router {
  const base = html`<base href="${`${new URL(publicUrl).pathname.replace(/\/+$/, '')}/`}">`.text;
  let page: string | undefined;
  const router = Router();
  // The name of a file under assets/ changes with its content.
  router.use('/assets', express.static(`${folder}/assets`, { immutable: true, maxAge: '1y', index: false }));
  router.use(express.static(folder, { index: false, maxAge: '1h' }));
  const answerPage: RequestHandler = (request, response, next) => {
    if (!isForPeople(request.path) || request.accepts(['json', 'html']) !== 'html') return next();
    page ??= pageOf(folder)?.replace('<head>', `<head>${base}`);
    if (page === undefined) return next();
    response.set('Cache-Control', 'no-cache').type('html').send(page);
  };
  router.get('/{*path}', answerPage);
  return router;
}

/** An unknown address of the API, or a file that is not there, is no page. */
function isForPeople(path: string): boolean {
  return !/^\/(api|assets|docs|d)(\/|$)/.test(path) && !/\.\w+$/.test(path);
}

function pageOf(folder: string): string | undefined {
  try {
    return readFileSync(`${folder}/index.html`, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
