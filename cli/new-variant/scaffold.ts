import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kind, kinds } from '../../domain/effects.ts';
import { variants } from '../../domain/variants/index.ts';
import { Sentence } from '../sentence.ts';
import { templates } from './templates.ts';

/** The files of a new variant. */
export interface Scaffolded {
  readonly id: string;
  readonly file: string;
}

const lineWidth = 120;

/** What a variant of a kind is called in its constant: `standardOpportunity`, `quoteDiscountApproval`, `standardCollections`. */
const constantEnd: Readonly<Record<Kind, string>> = {
  opportunity: 'Opportunity',
  contract: 'Contract',
  approval: 'Approval',
  paymentPlan: 'Collections',
  incident: 'Incident',
  receipt: 'Receipt',
  invoice: 'Invoice',
  order: 'Order',
};

/** `payment-plan` of `paymentPlan`; a name that is in dashes already stays as it is. */
function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Writes the file of a new variant from its kind's template and lists it in the registry. Throws a sentence, and changes
 * nothing, when the kind is unknown, the name is not in dashes, or the variant exists.
 */
export function scaffoldVariant(folder: string, kindName: string, name: string): Scaffolded {
  const kind = kinds.find((candidate) => candidate === kindName || dashed(candidate) === kindName);
  if (!kind) throw new Sentence(`There is no kind "${kindName}"; it must be ${kinds.map(dashed).join(', ')}.`);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new Sentence(
      `"${name}" is no name for a variant; write lower-case words with dashes, such as public-sector.`,
    );
  }
  const id = `${kind}.${name}`;
  const file = `${dashed(kind)}-${name}.ts`;
  const path = join(folder, file);
  const registry = join(folder, 'index.ts');
  if (existsSync(path)) throw new Sentence(`${id} exists already, in ${path}; choose another name.`);
  const constant = `${camelCase(name)}${constantEnd[kind]}`;
  const listed = withVariant(readFileSync(registry, 'utf8'), kind, constant, file);
  const priority = Math.max(...variants[kind].map((variant) => variant.priority)) + 10;
  writeFileSync(path, templates[kind]({ id, constant, words: wordsOf(name), priority }), { flag: 'wx' });
  try {
    writeFileSync(`${registry}.tmp`, listed);
    renameSync(`${registry}.tmp`, registry);
  } catch (error) {
    rmSync(path);
    throw error;
  }
  return { id, file: path };
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function wordsOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
}

/** The registry's text with one variant more: its import in order, its constant at the end of its kind's list. */
function withVariant(text: string, kind: Kind, constant: string, file: string): string {
  if (new RegExp(`\\b${constant}\\b`).test(text)) {
    throw new Sentence(`The registry has a variant ${constant} already; choose another name.`);
  }
  const imports = [...text.matchAll(/^import \{ \w+ \} from '\.\/(.+)';\n/gm)];
  const after = imports.filter(([, other = '']) => other < file).at(-1) ?? imports[0];
  const list = new RegExp(`^  ${kind}: \\[([^\\]]*)\\],$`, 'm');
  if (!after || !list.test(text)) {
    throw new Sentence(`domain/variants/index.ts is not laid out as expected; add ${constant} from ./${file} by hand.`);
  }
  const at = after.index + ((after[1] ?? '') < file ? after[0].length : 0);
  const imported = `${text.slice(0, at)}import { ${constant} } from './${file}';\n${text.slice(at)}`;
  return imported.replace(list, (_, constants: string) => {
    const all = [
      ...constants
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
      constant,
    ];
    const line = `  ${kind}: [${all.join(', ')}],`;
    return line.length <= lineWidth ? line : `  ${kind}: [\n${all.map((one) => `    ${one},\n`).join('')}  ],`;
  });
}
