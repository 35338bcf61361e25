import { UserError } from '../../../base/index.ts';
import { Fields } from './fields.ts';

/** A `model.json`: a graph model of operators, or a layers model as Keras has it. */
export interface Model {
  readonly isGraph: boolean;
  readonly fields: Fields;
  /** Files of weights, and the tensors that stand in them one after the other. */
  readonly groups: readonly Fields[];
}

/** What `modelTopology` says of a layers model. */
export interface LayersTopology {
  /** `Sequential`, `Functional` or, as older versions of Keras say, `Model`. */
  readonly kind: string;
  /** Its configuration, as Keras writes it. */
  readonly config: Fields;
  /** Of Keras, whose semantics changed; TensorFlow.js follows version 2. */
  readonly kerasVersion: number;
  /** False of models that TensorFlow.js wrote. */
  readonly writtenByKeras: boolean;
}

/** @throws UserError if it is no model of TensorFlow.js */
export function parseModel(bytes: Uint8Array): Model {
  const fields = new Fields(parseJson(bytes), 'the model');
  const format = fields.text('format', 'layers-model');
  const lacks = ['modelTopology', 'weightsManifest'].filter((name) => !fields.has(name)).join(' and no ');
  const formats = ['layers-model', 'graph-model'];
  if (lacks !== '' || !formats.includes(format)) {
    const why = lacks === '' ? `its format is '${format}'` : `it has no ${lacks}`;
    const alone = fields.has('class_name') && fields.has('config');
    throw new UserError(
      `the file is not a TensorFlow.js model: ${alone ? "it is a Keras model's layers alone, without its weights" : why}. ` +
        'Save a layers model with its weights, or convert one with tensorflowjs_converter.',
    );
  }
  return {
    isGraph: format === 'graph-model' || fields.object('modelTopology').has('node'),
    fields,
    groups: fields.list('weightsManifest').map((group) => new Fields(group, 'a group of weightsManifest')),
  };
}

export function layersTopology({ fields }: Model): LayersTopology {
  const saved = fields.object('modelTopology');
  const topology = saved.has('model_config') ? saved.object('model_config') : saved;
  const version = saved.has('keras_version') ? saved.text('keras_version') : 'tfjs-layers';
  const writtenByKeras = !version.startsWith('tfjs');
  return {
    kind: topology.text('class_name'),
    config: topology.isList('config')
      ? new Fields({ layers: topology.list('config') }, 'the model')
      : topology.object('config'),
    kerasVersion: writtenByKeras ? parseInt(version, 10) : 2,
    writtenByKeras,
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new UserError(
      `the file is not JSON: ${error instanceof Error ? error.message : String(error)}. It is truncated or damaged.`,
    );
  }
}
