import { PICTURE_KINDS } from '@meydan/shared/contracts/images'

/** Lets one choose pictures from the device, or take one with the camera. Answers with none where that was given up. */
export function pickPictures(from: 'files' | 'camera'): Promise<File[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = from === 'camera' ? 'image/*' : PICTURE_KINDS.join(',')
  if (from === 'camera') input.capture = 'environment'
  else input.multiple = true
  // In the page, or some browsers forget it before it answers.
  input.hidden = true
  input.dataset['pick'] = from
  document.body.append(input)
  return new Promise<File[]>((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  }).finally(() => input.remove())
}
