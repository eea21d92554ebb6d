import { Courses, type RawRow, type Setting, workThrough } from './work.ts';

type Message = { readonly setting: Setting } | { readonly rows: readonly RawRow[] };

/** A process of the simulation: is told the setting once, then takes batches of rows and answers what each came to. */
let known: { readonly setting: Setting; readonly courses: Courses } | undefined;
process.on('message', (message: Message) => {
  if ('setting' in message) known = { setting: message.setting, courses: new Courses(message.setting) };
  else if (known) process.send?.(workThrough(message.rows, known.setting, known.courses));
});
