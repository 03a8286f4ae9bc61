import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layersOf } from './picture.ts';

const at = (page: number, boxes: readonly number[][], role = 'value') => ({
  extracted_value: 1,
  citations: [{ page, role, boxes }],
});

test('values share a layer and lists have one each; only what stands on the page as a value is boxed', () => {
  const results = {
    total: at(1, [[1, 1, 2, 2]]),
    seller: {
      name: at(1, [[3, 3, 4, 4]]),
      place: at(2, [[5, 5, 6, 6]]),
      unit: at(1, [[7, 7, 8, 8]], 'support'),
    },
    line_items: [{ price: at(1, [[9, 9, 10, 10]]) }, { price: { extracted_value: null, citations: [] } }],
  };
  assert.deepEqual(
    layersOf(results, 1).map(({ name, boxes }) => ({ name, boxes })),
    [
      {
        name: 'values',
        boxes: [
          [1, 1, 2, 2],
          [3, 3, 4, 4],
        ],
      },
      { name: 'line items', boxes: [[9, 9, 10, 10]] },
    ],
  );
});
