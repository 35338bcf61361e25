import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import ora from 'ora';
import type { Images } from '../src/datasets/index.ts';
import { UserError } from '../src/base/index.ts';
import { loadBackend } from '../src/tensorflow/backends/index.ts';
import { writeOnnx } from '../src/network/readers/index.ts';
import { projectRoot } from '../src/project/index.ts';
import { accuracyOf } from './training/accuracy.ts';
import { fit } from './training/fit.ts';
import { registerGradients } from './training/gradients.ts';
import { readMnist } from './training/mnist.ts';
import { Model } from './training/model.ts';
import { recipeNames, recipeOf } from './training/recipes.ts';
import { registerWasmFilterGradient } from './training/wasmFilterGradient.ts';

/** Of the first weights and of the shuffle. */
const seed = 1;

/**
 * `npm run train -- [NAME...]`: trains the bundled networks of these names, or all, on MNIST and writes them to
 * `networks/NAME.onnx`. Progress goes to stderr; name, test accuracy and SHA-256 to stdout.
 */
async function main(names: readonly string[]): Promise<void> {
  names.forEach(recipeOf);
  const [images, testImages] = [await readMnist('train'), await readMnist('t10k')];
  const { backend } = await loadBackend('auto');
  registerGradients();
  if (backend === 'wasm') registerWasmFilterGradient();
  for (const name of names.length === 0 ? recipeNames : names) {
    const model = await train(name, images, testImages);
    const bytes = writeOnnx(model.toNetwork());
    await writeFile(join(projectRoot, 'networks', `${name}.onnx`), bytes);
    const accuracy = (100 * accuracyOf(model, testImages)).toFixed(2);
    console.log(`${name}  test accuracy ${accuracy} %  SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`);
  }
}

async function train(name: string, images: Images, testImages: Images): Promise<Model> {
  const recipe = recipeOf(name);
  const model = new Model(recipe, seed);
  const spinner = ora(name).start();
  for (const { number, steps, loss, epochsDone } of fit(model, recipe, images, seed)) {
    if (number % 20 === 0) {
      spinner.text = `${name}: step ${number} of ${steps}, loss ${loss.toFixed(4)}`;
      await setImmediate(); // lets the spinner turn
    }
    if (epochsDone !== undefined) {
      const accuracy = (100 * accuracyOf(model, testImages)).toFixed(2);
      spinner
        .stopAndPersist({ text: `${name}: epoch ${epochsDone} of ${recipe.epochs}, test accuracy ${accuracy} %` })
        .start();
    }
  }
  spinner.stop();
  return model;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
