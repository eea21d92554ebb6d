import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Largest script a browser loads before the first page shows, compressed, in bytes. */
const largestFirstLoad = 500_000;

/** Fails the build when the entry and what it imports at once have grown beyond the limit. */
function firstLoadLimit(): Plugin {
  return {
    name: 'first-load-limit',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
      const loaded = new Set<string>();
      const load = (name: string) => {
        if (loaded.has(name)) return;
        loaded.add(name);
        for (const imported of byName.get(name)?.imports ?? []) load(imported);
      };
      for (const { fileName, isEntry } of chunks) if (isEntry) load(fileName);
      const bytes = [...loaded].reduce((sum, name) => sum + gzipSync(byName.get(name)?.code ?? '').length, 0);
      const kilobytes = Math.round(bytes / 1_000);
      if (bytes > largestFirstLoad) this.error(`The first load is ${kilobytes} kB compressed; 500 kB is the limit.`);
      this.info(`The first load is ${kilobytes} kB compressed.`);
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative, so that one build serves under any path: the API says where it is by the page's <base>.
  base: './',
  plugins: [firstLoadLimit()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 2_000,
    reportCompressedSize: false,
    rolldownOptions: {
      // Directives for servers that render React, of which there is none here.
      onwarn: (warning, tell) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(warning),
    },
  },
  server: {
    proxy: Object.fromEntries(['/api', '/docs', '/openapi.json'].map((path) => [path, 'http://127.0.0.1:3000'])),
  },
});
