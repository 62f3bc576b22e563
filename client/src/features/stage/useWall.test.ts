import type { RoomView } from '@meydan/shared/contracts/rooms'
import type { StageView } from '@meydan/shared/contracts/stage'
import { expect, test } from 'vitest'
import { effectScope, nextTick, ref, shallowRef } from 'vue'
import { useWall } from './useWall.ts'

function wall(documentId: string) {
  const documents = ['one', 'two'].map((id) => ({ id, kind: 'board' }))
  const asked = ref(documentId)
  const stage = shallowRef<StageView | null>(null)
  const here = shallowRef<ReadonlySet<string>>(new Set(['leader']))
  const made = effectScope().run(() =>
    useWall({
      room: shallowRef({ documents } as RoomView),
      here,
      stage,
      documentId: asked,
      open: (id) => {
        asked.value = id
      },
    }),
  )!
  const lead = async (on: string | null) => {
    stage.value = { leaderSeatId: on && 'leader', documentId: on } as StageView
    await nextTick()
  }
  return { ...made, asked, here, lead }
}

test('the wall goes along to the board everybody is brought to, and sees what the leader sees', async () => {
  const { board, follows, lead } = wall('one')
  expect([board.value?.id, follows.value]).toEqual(['one', null])
  await lead('two')
  expect([board.value?.id, follows.value]).toEqual(['two', 'leader'])
  await lead(null)
  expect([board.value?.id, follows.value]).toEqual(['two', null])
})

test('a wall without a board stays without one, and one may be chosen against the leader’s', async () => {
  const { board, follows, asked, lead } = wall('')
  await lead('two')
  expect([board.value, follows.value]).toEqual([null, null])
  asked.value = 'one'
  await nextTick()
  expect([board.value?.id, follows.value]).toEqual(['one', null])
})

test('a leader who has gone is not followed', async () => {
  const { board, follows, here, lead } = wall('one')
  await lead('one')
  expect(follows.value).toBe('leader')
  here.value = new Set()
  expect([board.value?.id, follows.value]).toEqual(['one', null])
})
