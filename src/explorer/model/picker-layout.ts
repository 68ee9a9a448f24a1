// Where a picker's list and the description beside it stand: side by side where there is room, else one above the other.
import { helpRect, inner, type Rect } from './layout.ts';
import type { Screen } from './state.ts';

export interface PickerLayout {
  readonly list: Rect;
  /** What is said of the item under the cursor; undefined where there is no room for it. */
  readonly preview: Rect | undefined;
}

const sideBySideFrom = 96;
const belowFrom = 16;

export function pickerLayout(screen: Screen, hasPreview: boolean): PickerLayout {
  const whole = helpRect(screen);
  if (!hasPreview) return { list: whole, preview: undefined };
  if (whole.width >= sideBySideFrom) {
    const width = Math.ceil(whole.width * 0.56);
    return { list: { ...whole, width }, preview: { ...whole, x: width, width: whole.width - width } };
  }
  if (whole.height < belowFrom) return { list: whole, preview: undefined };
  const height = Math.ceil(whole.height * 0.55);
  return { list: { ...whole, height }, preview: { ...whole, y: whole.y + height, height: whole.height - height } };
}

/** Rows of a picker's list. */
export function pickerHeight(screen: Screen, hasPreview: boolean): number {
  return Math.max(1, inner(pickerLayout(screen, hasPreview).list).height);
}
