import { beforeEach, expect, test } from 'vitest'
import { useFollowing } from './following.ts'

const { followed, held, follow, unfollow, toggle, hold, letGo } = useFollowing()
beforeEach(() => {
  letGo()
  unfollow()
})

test('who was brought may leave, or follow somebody else', () => {
  hold('leader', 'brought')
  unfollow()
  expect([followed.value, held.value]).toEqual([null, null])
  hold('leader', 'brought')
  toggle('other')
  expect([followed.value, held.value]).toEqual(['other', null])
})

test('a locked view ends for nobody but by letting go', () => {
  hold('leader', 'locked')
  unfollow()
  toggle('leader')
  follow('other')
  expect([followed.value, held.value]).toEqual(['leader', 'locked'])
  letGo()
  expect([followed.value, held.value]).toEqual([null, null])
})

test('letting go leaves whom I chose to follow', () => {
  follow('friend')
  letGo()
  expect(followed.value).toBe('friend')
})
