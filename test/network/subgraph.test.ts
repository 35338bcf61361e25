import { describe, expect, it } from 'vitest';
import { isPassedByAll, nodesBetween, nodesUpTo } from '../../src/network/index.ts';
import { skipConnection, twoHinges } from '../helpers/closedForms.ts';

// The nodes 0 to 3: h of the input, shift of h, later of shift, sum of h and later.
const network = skipConnection();

describe('nodesUpTo', () => {
  it('lists what nodes are computed from, in topological order', () => {
    expect(nodesUpTo(network, [2])).toEqual([0, 1, 2]);
    expect(nodesUpTo(network, [0, 1])).toEqual([0, 1]);
    expect(nodesUpTo(network, [-1])).toEqual([]);
  });

  it('leaves out nodes whose values are given, and what only they are computed from', () => {
    expect(nodesUpTo(network, [3], [0])).toEqual([1, 2, 3]);
    expect(nodesUpTo(network, [3], [2])).toEqual([0, 3]);
  });
});

describe('nodesBetween', () => {
  it('lists the nodes on ways from one node to another', () => {
    expect(nodesBetween(network, 0, 3)).toEqual([1, 2, 3]);
    expect(nodesBetween(network, -1, 1)).toEqual([0, 1]);
    expect(nodesBetween(network, 2, 1)).toEqual([]);
  });

  it('leads no way through nodes whose values are given', () => {
    expect(nodesBetween(network, 0, 3, [0, 2])).toEqual([3]);
    expect(nodesBetween(network, 1, 3, [2])).toEqual([]);
    expect(nodesBetween(network, -1, 3, [3])).toEqual([]);
  });
});

describe('isPassedByAll', () => {
  it('is true of a layer that no way goes around', () => {
    expect([0, 1, 2, 3].map((node) => isPassedByAll(network, node, 3))).toEqual([true, false, false, true]);
  });
});

describe('Network.upTo', () => {
  it('is the network of the layers that one is computed from', () => {
    const hinges = twoHinges();
    const part = hinges.upTo(1);
    expect(part.nodes.map(({ name }) => name)).toEqual(['shift', 'relu']);
    expect([...part.evaluate(Float64Array.of(1, 1))]).toEqual([0.75, 0.5]);
    expect(hinges.upTo(1)).toBe(part);
    expect(hinges.upTo(2)).toBe(hinges);
  });
});
