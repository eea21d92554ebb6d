import { parseStartOptions } from '../../../cli/options.ts';
import { Sentence } from '../../../cli/sentence.ts';

test('without options the world is real, lasting, and filled with demo data', () => {
  expect(parseStartOptions([])).toEqual({
    pace: 'real',
    port: undefined,
    data: '.fairway',
    reset: false,
    yes: false,
    seed: true,
    help: false,
  });
});

test('the fast pace has a folder of its own, unless one is named', () => {
  expect(parseStartOptions(['--pace', 'fast'])).toMatchObject({ pace: 'fast', data: '.fairway-fast' });
  expect(parseStartOptions(['--pace', 'fast', '--data', 'demo'])).toMatchObject({ data: 'demo' });
});

test('every option is read', () => {
  const given = ['--port', '8080', '--data', 'here', '--reset', '--yes', '--no-seed'];
  expect(parseStartOptions(given)).toMatchObject({ port: 8080, data: 'here', reset: true, yes: true, seed: false });
});

test.each([
  [['--port', 'http'], '--port'],
  [['--port', '70000'], '--port'],
  [['--pace', 'slow'], '--pace'],
  [['--colour'], '--colour'],
  [['stray'], 'stray'],
])('%p is refused with a sentence that names it', (argv, named) => {
  expect(() => parseStartOptions(argv)).toThrow(Sentence);
  expect(() => parseStartOptions(argv)).toThrow(named);
});
