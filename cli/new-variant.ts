import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scaffoldVariant } from './new-variant/scaffold.ts';
import { printable, Sentence } from './sentence.ts';

const help = `npm run new:variant -- KIND NAME

  KIND   opportunity, approval, payment-plan, order or incident
  NAME   lower-case words with dashes, such as public-sector

Writes domain/variants/KIND-NAME.ts and lists it in the registry. docs/adding-a-variant.md says how to go on.`;

const folder = fileURLToPath(new URL('../domain/variants', import.meta.url));

/** Entry point. */
function main(args: readonly string[]): void {
  if (args.includes('--help')) {
    console.log(help);
    return;
  }
  const [kind, name, ...others] = args;
  if (kind === undefined || name === undefined || others.length > 0) throw new Sentence(help);
  const { id, file } = scaffoldVariant(folder, kind, name);
  console.log(`${id} is in ${relative(process.cwd(), file)} and in the registry.`);
  console.log('It applies to nothing yet: write its appliesTo, then run npm run check.');
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(printable(error));
  process.exitCode = 1;
}
