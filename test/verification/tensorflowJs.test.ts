import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyNetwork } from '../../src/verification/index.ts';
import { graphModel } from '../helpers/graphModels.ts';
import { functionalModel, writeModel } from '../helpers/layersModels.ts';

it('an input of whole numbers is tried at whole numbers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'whole-'));
  const nodes = [
    { op: 'Cast', name: 'c', attr: { SrcT: { type: 'DT_INT32' }, DstT: { type: 'DT_FLOAT' } } },
    { op: 'Relu', name: 'y', input: ['c'] },
  ];
  const { bytes, weights } = graphModel([2], nodes);
  const whole = new TextDecoder().decode(bytes).replace('"dtype":{"type":"DT_FLOAT"}', '"dtype":{"type":"DT_INT32"}');
  writeModel(folder, { bytes: new TextEncoder().encode(whole), weights });
  const { outputs } = await verifyNetwork(join(folder, 'model.json'), {}, () => [Float64Array.of(2.7, -1.2)]);
  expect(outputs).toEqual([{ output: 'output_0', units: 2, inputs: 1, difference: 0, beyondRounding: 0 }]);
  rmSync(folder, { recursive: true });
});

it('a graph whose layers are named by their fields alone is compared too, for which TensorFlow.js would wait for ever', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'names-'));
  const relu = { class_name: 'ReLU', config: { name: 'y' }, inbound_nodes: [[['x', 0, 0, {}]]] };
  const { bytes, weights } = functionalModel([relu]);
  const unnamed = new TextDecoder().decode(bytes).replaceAll(/"name":"[xy]",(?="class_name")/g, '');
  expect(unnamed.match(/"name":"[xy]"/g)).toHaveLength(2); // within config
  writeModel(folder, { bytes: new TextEncoder().encode(unnamed), weights });
  const { outputs } = await verifyNetwork(join(folder, 'model.json'), {}, () => [Float64Array.of(2, -1)]);
  expect(outputs).toEqual([{ output: 'y', units: 2, inputs: 1, difference: 0, beyondRounding: 0 }]);
  rmSync(folder, { recursive: true });
});
