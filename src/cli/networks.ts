import { dirname } from 'node:path';
import type { CommandModule, InferredOptionTypes } from 'yargs';
import { findEntry, loadNetwork, networks, searchFolders, type NetworkEntry } from '../catalogue/index.ts';
import { UserError } from '../base/index.ts';
import { readingOf, readingOptions, tableToText, type OptionsOf, type Table } from '../experiment/index.ts';
import { commandInWords } from '../project/index.ts';
import { toleranceOf } from './explain/given.ts';
import { describe, describeInWords } from './networks/describe.ts';
import { loadHolding } from './networks/heldInputs.ts';
import { checkVerified, verificationInWords, verify } from './networks/verify.ts';
import { checked, examplesOf, printing, type General } from './options.ts';

const options = {
  ...readingOptions,
  verify: {
    type: 'boolean',
    default: false,
    describe: 'Compare values of the outputs with ONNX Runtime or TensorFlow.js; exits with 1 if they differ',
  },
  input: {
    type: 'string',
    describe: 'With --verify, inputs to try too, as explain takes them: x.npy, mnist_test:0-9, dog.jpg',
  },
  within: {
    type: 'string',
    default: '0.01%',
    describe:
      'With --verify, how far values may be apart beyond what float32 rounds, relative to the largest of their unit',
  },
  seed: { type: 'number', default: 0, describe: 'With --verify, seed of the random inputs' },
  json: { type: 'boolean', default: false, describe: 'As JSON' },
} as const;

type Given = General & InferredOptionTypes<typeof options> & { readonly name: string | undefined };
type Asked = OptionsOf<typeof options> & Pick<General, 'quiet'>;

/** `networks [name]`: lists the networks of the catalogue, or the layers of one, which it can verify. */
export function networksCommand(): CommandModule<General, Given> {
  return {
    command: 'networks [name]',
    describe: 'List the networks, or the layers of one; --verify compares it with its own runtime',
    builder: (command) =>
      command
        .positional('name', { type: 'string', describe: 'Network: its name or the path of its file' })
        .options(checked(options))
        .epilogue(
          examplesOf('networks', {
            'The networks there are': '',
            'The layers of one': 'mnist_convsmall',
            'Those of a file, and its values by its own runtime beside ours': 'path/to/network.onnx --verify',
          }),
        ),
    handler: async ({ name, ...given }) => {
      if (given.input !== undefined && !given.verify)
        throw new UserError('--input says at which inputs --verify compares too; give both, or none.');
      if (name === undefined && given.verify)
        throw new UserError('--verify compares one network; name it, or give the path of its file.');
      if (name === undefined) printing(given.quiet)(given.json ? inJson(listed()) : tableToText(tableOf(listed())));
      else await describeOne(name, given);
    },
  };
}

async function describeOne(name: string, given: Asked): Promise<void> {
  const print = printing(given.quiet);
  const within = toleranceOf(given.within);
  const { options } = await readingOf(given);
  if (!given.verify) {
    const description = describe(await loadNetwork(name, options));
    print(given.json ? inJson(description) : describeInWords(description));
    return;
  }
  const held = await loadHolding(name, options, given.seed);
  const verification = await verify(held, given);
  print(given.json ? inJson({ ...describe(held.loaded), verification }) : verificationInWords(verification, within));
  checkVerified(verification, within);
}

const inJson = (value: object): string => JSON.stringify(value, undefined, 1);

/** A network of the catalogue, and where it is or how to get it. */
interface Listed {
  readonly name: string;
  readonly data: string;
  readonly here: string;
  readonly file: string;
}

function listed(): Listed[] {
  return networks.map((entry) => {
    const [here, file] = whereIs(entry);
    return { name: entry.name, data: entry.dataset, here, file };
  });
}

function tableOf(all: readonly Listed[]): Table {
  const columns = [{ name: 'network' }, { name: 'data' }, { name: 'here' }, { name: 'file, or how to get it' }];
  return { columns, rows: all.map(({ name, data, here, file }) => [name, data, here, file]) };
}

function whereIs(entry: NetworkEntry): [string, string] {
  const file = findEntry('networks', entry);
  if (file === undefined)
    return ['no', entry.source ? commandInWords('fetch', entry.name) : 'check the project out again'];
  const [own, fetched] = searchFolders('networks').slice(-2);
  const origins = new Map([
    [own, 'bundled'],
    [fetched, 'fetched'],
  ]);
  return [origins.get(dirname(file)) ?? 'found', file];
}
