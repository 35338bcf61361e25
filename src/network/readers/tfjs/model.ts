import { UserError } from '../../../errors.ts';
import { Fields } from './fields.ts';

/** The two parts of a `model.json`. */
export interface Model {
  /** `Sequential`, `Functional` or, as older versions of Keras say, `Model`. */
  readonly kind: string;
  /** Its configuration, as Keras writes it. */
  readonly config: Fields;
  /** Of Keras, whose semantics changed; TensorFlow.js follows version 2. */
  readonly kerasVersion: number;
  /** False of models that TensorFlow.js wrote. */
  readonly writtenByKeras: boolean;
  /** Files of weights, and the tensors that stand in them one after the other. */
  readonly groups: readonly Fields[];
}

/** @throws UserError if it is no layers model */
export function parseModel(bytes: Uint8Array): Model {
  const model = new Fields(parseJson(bytes), 'the model');
  const format = model.text('format', 'layers-model');
  if (format !== 'layers-model' || !model.has('modelTopology') || !model.has('weightsManifest')) {
    throw new UserError(
      `the file is not a TensorFlow.js layers model: its format is '${format}', and it should have modelTopology and ` +
        'weightsManifest. Save a layers model, or convert a Keras model to tfjs_layers_model.',
    );
  }
  const saved = model.object('modelTopology');
  const topology = saved.has('model_config') ? saved.object('model_config') : saved;
  const version = saved.has('keras_version') ? saved.text('keras_version') : 'tfjs-layers';
  const writtenByKeras = !version.startsWith('tfjs');
  return {
    writtenByKeras,
    kerasVersion: writtenByKeras ? parseInt(version, 10) : 2,
    kind: topology.text('class_name'),
    config: topology.isList('config') ? new Fields({ layers: topology.list('config') }, 'the model') : topology.object('config'),
    groups: model.list('weightsManifest').map((group) => new Fields(group, 'a group of weightsManifest')),
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new UserError(`the file is not JSON: ${error instanceof Error ? error.message : String(error)}. It is truncated or damaged.`);
  }
}
