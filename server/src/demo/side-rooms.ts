import type { DemoRoom } from './content.ts'

const [PROBLEM, NEED, SOLUTION, WHO] = [0, 1, 2, 3]
/** Cells of the priorities template. */
const [FIRST, PLAN, LATER, LEAVE] = [0, 1, 2, 3]

/** Where each side prepares by itself. Only the neutral host's facilitator sits in both. */
export const sideRooms: DemoRoom[] = [
  {
    key: 'civil',
    name: 'Dernekler odası · Civil side',
    purpose: [
      'Dernekler ortak odaya ne götüreceklerini burada konuşur. Kamu kurumları bu odayı görmez.',
      'تناقش الجمعيات هنا ما ستحمله إلى الغرفة المشتركة. لا ترى المؤسسات العامة هذه الغرفة.',
      'The associations discuss here what they take to the joint room. Public institutions do not see this room.',
    ].join('\n'),
    audience: 'civil',
    seats: {
      defne: 'facilitator',
      hasan: 'participant',
      rima: 'participant',
      anas: 'participant',
      sultan: 'participant',
      claire: 'participant',
      nermin: 'participant',
      baris: 'participant',
    },
    board: {
      title: 'Ortak odaya hazırlık',
      template: 'needs',
      notes: [
        ['nermin', PROBLEM, 'sage', 'Toplantılara çağrılıyoruz ama kararların sonucu bize dönmüyor.'],
        ['rima', PROBLEM, 'sage', 'نُسأل عن رأينا بعد أن تكون الخطة قد كُتبت.'],
        ['hasan', PROBLEM, 'lilac', 'Gönüllü tercümanlarımız yoruldu; hepsi ücretsiz ve sigortasız çalışıyor.'],
        ['sultan', NEED, 'apricot', 'Proje bitince destek de bitiyor. En az iki yıllık, sözü verilmiş bir iş birliği.'],
        ['claire', NEED, 'sage', 'A written feedback step: what was decided, and why not, within a month.'],
        ['anas', NEED, 'sky', 'مكان ثابت نلتقي فيه مساءً دون إيجار.'],
        ['baris', SOLUTION, 'sage', 'Ortak odaya üç öncelikle gidelim: tercüme, dil kursu, kadınlar için ilk temas.'],
        ['rima', SOLUTION, 'sage', 'أن يتحدث باسم الجمعيات شخصان بالتناوب، أحدهما من مبادرة يقودها لاجئون.'],
        ['nermin', WHO, 'mint', 'Tercüman havuzu eğitimini biz verebiliriz; rakamları ben hazırlıyorum.'],
        ['hasan', WHO, 'lilac', 'Baro ile ilk görüşme bende. Olmazsa ortak odada açıkça söyleriz.'],
      ],
    },
  },
  {
    key: 'public',
    name: 'Kurumlar odası · Public side',
    purpose: [
      'Kurumlar neyi üstlenebileceklerini burada tartar. Dernekler bu odayı görmez.',
      'تقدّر المؤسسات هنا ما يمكنها الالتزام به. لا ترى الجمعيات هذه الغرفة.',
      'The institutions weigh here what they can take on. Associations do not see this room.',
    ].join('\n'),
    audience: 'public',
    seats: {
      defne: 'facilitator',
      serkan: 'participant',
      gulay: 'participant',
      murat: 'participant',
      ayse: 'participant',
      emre: 'participant',
    },
    board: {
      title: 'Neyi üstlenebiliriz?',
      template: 'priorities',
      notes: [
        ['murat', FIRST, 'lilac', 'Kontrol listesi metni hazır; yalnızca Arapça ve Farsça çevirisi eksik.'],
        ['serkan', FIRST, 'sky', 'Semt konakları salı ve perşembe akşamları boş.'],
        ['gulay', FIRST, 'sage', 'Aylık toplantı için ayrıca ödenek gerekmiyor, salon kaymakamlıkta.'],
        [
          'ayse',
          PLAN,
          'rose',
          'İlk temas noktası için iki kadrolu sosyal çalışmacı gerekir; norm kadro talebi yazıldı.',
        ],
        ['serkan', PLAN, 'mint', 'Ortak tercüman havuzu: protokol ve kişisel veri metni şart.'],
        ['emre', PLAN, 'apricot', 'Kurslara çocuk bakımı eklemek mevzuat değil bütçe konusu; 2027 teklifine koyalım.'],
        ['emre', LATER, 'apricot', 'Pazarda tezgâh: encümen gündemine alınabilir.'],
        ['murat', LATER, 'lilac', 'Duyuruların derneklerle aynı gün paylaşılması. Tek bir e-posta listesi yeter.'],
        ['gulay', LEAVE, 'sage', 'Ayrı bir veri tabanı kurmayalım; ortak başlıklar şimdilik yeterli.'],
      ],
    },
  },
]
