import { expect, it } from 'vitest';
import { explain, gradientsOf } from '../../src/index.ts';
import { twoHinges } from '../helpers/closedForms.ts';

it('gradientsOf serves many calls of explain', async () => {
  const network = twoHinges();
  const gradients = await gradientsOf(network, { backend: 'cpu' });
  const request = {
    method: 'integrated_gradients' as const,
    input: Float64Array.of(1, 1),
    baseline: Float64Array.of(0, 0),
    target: 0,
    gradients,
  };
  // Gradients are 1 and -1 behind the hinges at 1/4 and 1/2, of whose left sides 2 and 4 of 8 midpoints are.
  for (let call = 0; call < 2; call++) {
    const [{ attributions }] = await explain(network, { ...request, rule: 'midpoint', n: 8 });
    expect([...attributions]).toEqual([0.75, -0.5]);
  }
  gradients.dispose();
});
