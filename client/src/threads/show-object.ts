import type { ThreadAnchor } from '@meydan/shared/contracts/threads'
import { useRouter } from 'vue-router'
import { useWorkshop } from '../workshop/context.ts'
import { documentPath } from '../workshop/document-path.ts'
import { showOnBoard } from '../workshop/show-on-board.ts'
import { focusField } from './show-field.ts'
import { wantedPassage } from './wanted-passage.ts'

/** Goes to what a thread is about: to the object on its board, or to the action's details in its plan, or there to its field. */
export function useShowObject(): (anchor: ThreadAnchor) => void {
  const workshop = useWorkshop()
  const router = useRouter()
  return (anchor) => {
    if (anchor.kind === 'room') return
    if (anchor.kind === 'passage') {
      const { id, documents } = workshop.room.value
      if (workshop.narrow.value) workshop.panel.value = null
      wantedPassage.value = anchor
      return void router.push(documentPath(id, documents, anchor.documentId))
    }
    const { documentId, recordId } = anchor
    if (anchor.kind !== 'action' && anchor.kind !== 'field') return showOnBoard(workshop, { documentId, recordId })
    const { id, documents } = workshop.room.value
    if (workshop.narrow.value) workshop.panel.value = null
    void router.push({ path: documentPath(id, documents, documentId), query: { action: recordId } })
    if (anchor.kind === 'field') focusField(recordId, anchor.field)
  }
}
