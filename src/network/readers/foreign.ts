import { open, stat } from 'node:fs/promises';

/** A kind of file that holds no network that is read here: how it is known, and what to say of it. */
interface Kind {
  readonly extensions: readonly string[];
  /** By the first bytes, as characters of one byte each. */
  readonly has: (begin: string) => boolean;
  readonly advice: string;
}

const never = (): boolean => false;
const starting =
  (...beginnings: readonly string[]) =>
  (begin: string): boolean =>
    beginnings.some((characters) => begin.startsWith(characters));
/** ZIP archives of a tool have entries of certain names, the first of which stand in the first bytes. */
const archiveOf =
  (entry: RegExp) =>
  (begin: string): boolean =>
    begin.startsWith('PK\x03\x04') && entry.test(begin);

const toOnnx = {
  torch: "torch.onnx.export(model.eval(), example, 'net.onnx')",
  scikitLearn: 'skl2onnx.to_onnx(model, X[:1])',
};

/** The registry, of which the first that fits counts. */
const kinds: readonly Kind[] = [
  {
    extensions: [],
    has: (begin) => begin === '',
    advice: 'the file is empty. Copy or download it again.',
  },
  {
    extensions: [],
    has: starting('version https://git-lfs'),
    advice: 'it is a pointer of Git LFS, which stands for the file. Fetch that with `git lfs pull`.',
  },
  {
    extensions: ['.html', '.htm'],
    has: (begin) => /^\s*<(!doctype|html|head|\?xml)/i.test(begin),
    advice: 'it is a web page (HTML), not a network. Download the file itself, of GitHub by "Download raw file".',
  },
  {
    extensions: ['.pt', '.pth', '.ckpt'],
    has: archiveOf(/\/(data\.pkl|constants\.pkl|version|byteorder|\.format_version)/),
    advice: `PyTorch's own files hold Python objects. Export the network with ${toOnnx.torch} and read that.`,
  },
  {
    extensions: ['.keras', '.h5', '.hdf5'],
    has: (begin) => starting('\x89HDF')(begin) || archiveOf(/metadata\.json|config\.json|model\.weights\.h5/)(begin),
    advice: 'it is a file of Keras. Give it a name that ends with .keras or .h5, and read that.',
  },
  {
    extensions: ['.pkl', '.pickle', '.joblib'],
    has: starting('\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'),
    advice: `it holds Python objects (pickle). Export the network in Python: of PyTorch with ${toOnnx.torch}, of scikit-learn with ${toOnnx.scikitLearn}.`,
  },
  {
    extensions: ['.tflite'],
    has: (begin) => begin.slice(4, 8) === 'TFL3',
    advice:
      'it is a TensorFlow Lite model. Convert it with `python -m tf2onnx.convert --tflite net.tflite --output net.onnx`.',
  },
  {
    extensions: ['.safetensors'],
    has: (begin) => begin.slice(8, 10) === '{"' && begin.slice(4, 8) === '\0\0\0\0',
    advice: `it holds weights without the network that they are of (safetensors). Load them in Python, and export the network, of PyTorch with ${toOnnx.torch}.`,
  },
  {
    extensions: ['.gz', '.tgz'],
    has: starting('\x1f\x8b'),
    advice: 'it is compressed by gzip. Unpack it, and read what is in it.',
  },
  {
    extensions: ['.zip'],
    has: starting('PK\x03\x04'),
    advice: 'it is a ZIP archive. Unpack it, and read what is in it.',
  },
  {
    extensions: ['.pb'],
    has: never,
    advice:
      'graphs of TensorFlow are not read. Convert them: `python -m tf2onnx.convert --saved-model FOLDER --output net.onnx`, or tensorflowjs_converter.',
  },
];

/** Bytes that tell what a file is. */
const enough = 4096;

/**
 * What a file is that holds no network, and what to do, by its first bytes; undefined if these are of no such kind, or
 * of the kind that its extension names.
 */
export function foreignContent(bytes: Uint8Array, extension: string): string | undefined {
  const begin = String.fromCharCode(...bytes.subarray(0, enough));
  const kind = kinds.find(({ has }) => has(begin));
  return kind?.extensions.includes(extension) === true ? undefined : kind?.advice;
}

/** The same by the extension of its name. */
export function foreignExtension(extension: string): string | undefined {
  return kinds.find(({ extensions }) => extensions.includes(extension))?.advice;
}

const blank = Uint8Array.of(32);

/** The bytes that tell what a file is; a blank of what is no regular file. */
export async function beginningOf(path: string): Promise<Uint8Array> {
  const status = await stat(path).catch(() => undefined);
  if (status?.isFile() !== true) return blank;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(enough), 0, enough, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
