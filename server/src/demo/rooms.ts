import { jointBetween } from './between-content.ts'
import type { DemoNote, DemoRoom } from './content.ts'
import { jointPlan } from './plan-content.ts'
import { sideRooms } from './side-rooms.ts'

/**
 * Colour is the field a note belongs to; the joint board says so itself in its first frame. Notes stay short enough to
 * be read on the paper, and each is written the way its author's organisation would say it.
 */

const [PROBLEM, NEED, SOLUTION, WHO, LEGEND] = [0, 1, 2, 3, 4]

export const legend = {
  title: 'Renkler · الألوان · Colours',
  notes: [
    ['defne', LEGEND, 'sky', 'Eğitim ve dil\nالتعليم واللغة\nEducation and language'],
    ['defne', LEGEND, 'apricot', 'Geçim ve istihdam\nسبل العيش والعمل\nLivelihoods and work'],
    [
      'defne',
      LEGEND,
      'mint',
      'Sağlık ve psikososyal destek\nالصحة والدعم النفسي الاجتماعي\nHealth and psychosocial support',
    ],
    ['defne', LEGEND, 'rose', 'Koruma ve kadın hakları\nالحماية وحقوق المرأة\nProtection and women’s rights'],
    ['defne', LEGEND, 'lilac', 'Kayıt, hukuk, bilgi\nالتسجيل والقانون والمعلومات\nRegistration, law, information'],
    ['defne', LEGEND, 'sage', 'Birlikte çalışma\nالعمل المشترك\nWorking together'],
    ['defne', LEGEND, 'sun', 'Henüz ayrılmadı\nلم يُصنَّف بعد\nNot sorted yet'],
    ['defne', LEGEND, 'sand', 'Bir nota bir düşünce. Kişi adı yazmayalım.\nفكرة واحدة في كل ورقة، دون أسماء أشخاص.'],
  ] satisfies DemoNote[],
}

export const rooms: DemoRoom[] = [
  {
    key: 'joint',
    name: 'Ortak oda · Joint room',
    purpose: [
      'İki taraf sorunları, ihtiyaçları ve çözümleri birlikte yazar. Herkes kendi dilinde yazabilir.',
      'يكتب الطرفان المشكلات والاحتياجات والحلول معاً، وكلٌّ بلغته.',
      'Both sides write down problems, needs and solutions together, everyone in their own language.',
    ].join('\n'),
    audience: 'joint',
    seats: {
      defne: 'facilitator',
      hasan: 'participant',
      rima: 'participant',
      anas: 'participant',
      sultan: 'participant',
      claire: 'participant',
      nermin: 'participant',
      baris: 'participant',
      serkan: 'participant',
      gulay: 'participant',
      murat: 'participant',
      ayse: 'participant',
      emre: 'participant',
    },
    board: {
      title: 'İhtiyaç analizi: ortak pano',
      template: 'needs',
      themes: [
        {
          title: 'Sağlıkta dil engeli',
          author: 'nermin',
          frame: PROBLEM,
          colour: 'mint',
          kind: 'problem',
          severity: 5,
          affected: 'Hastaneye tek başına gidemeyen hastalar; onlara tercümanlık yapan çocuklar',
          fields: ['health', 'psychosocial'],
          locality: 'Yenipınar',
          stamps: [
            ['ayse', 'important'],
            ['serkan', 'agree'],
          ],
        },
        {
          title: 'Kayıt, randevu, bilgi',
          author: 'murat',
          frame: PROBLEM,
          colour: 'lilac',
          kind: 'problem',
          severity: 4,
          affected: 'Yeni gelen ve adres değiştiren aileler',
          fields: ['legal'],
        },
        {
          title: 'Sağlıkta tercüme ve destek',
          author: 'claire',
          frame: NEED,
          colour: 'mint',
          kind: 'need',
          severity: 4,
          fields: ['health', 'psychosocial'],
        },
        {
          title: 'Ulaşılabilir eğitim',
          author: 'baris',
          frame: NEED,
          colour: 'sky',
          kind: 'need',
          severity: 3,
          fields: ['education'],
        },
      ],
      lines: [
        { author: 'defne', from: 'Sağlıkta dil engeli', to: 'Sağlıkta tercüme ve destek', label: 'gerektiriyor' },
      ],
      notes: [
        [
          'hasan',
          PROBLEM,
          'lilac',
          'Adres değiştiren aile kaydını güncelleyemeyince okul ve sağlık randevusu da duruyor.',
          {
            theme: 'Kayıt, randevu, bilgi',
            stamps: [
              ['serkan', 'agree'],
              ['rima', 'agree'],
            ],
          },
        ],
        [
          'murat',
          PROBLEM,
          'lilac',
          'Randevuların yaklaşık üçte biri eksik belge yüzünden ikinci kez veriliyor.',
          { theme: 'Kayıt, randevu, bilgi', evidence: 'Randevu kayıtları, Ocak–Haziran 2026' },
        ],
        [
          'rima',
          PROBLEM,
          'lilac',
          'المعلومات عن الإجراءات تصلنا شفهياً ومتأخرة، وكثيراً ما تكون متناقضة.',
          { theme: 'Kayıt, randevu, bilgi', stamps: [['hasan', 'important']] },
        ],
        ['baris', PROBLEM, 'sky', 'Ortaokuldan sonra devamsızlık artıyor; en çok mevsimlik işe giden ailelerde.'],
        ['anas', PROBLEM, 'sky', 'دورات اللغة التركية صباحية، ومن يعمل بأجر يومي لا يستطيع حضورها.'],
        ['emre', PROBLEM, 'apricot', 'İşverenler çalışma izni sürecini karmaşık buluyor, başvuru yapmaktan çekiniyor.'],
        ['sultan', PROBLEM, 'apricot', 'Evde üretim yapan kadınlar kayıt dışı; ürünleri var, fatura kesemiyorlar.'],
        [
          'claire',
          PROBLEM,
          'mint',
          'The waiting list for psychological support is eleven weeks; there is one Arabic-speaking psychologist.',
          { theme: 'Sağlıkta dil engeli', severity: 5, evidence: 'Toplum merkezi başvuru kayıtları, Ekim 2026' },
        ],
        [
          'nermin',
          PROBLEM,
          'mint',
          'Hastanede tercüman yokken çocuklar anne babasına tercümanlık yapıyor.',
          {
            theme: 'Sağlıkta dil engeli',
            stamps: [
              ['ayse', 'important'],
              ['claire', 'heart'],
            ],
          },
        ],
        [
          'ayse',
          PROBLEM,
          'rose',
          'Şiddete maruz kalan kadın, ihbarın ikamet durumunu etkileyeceğinden korkup başvurmuyor.',
          {
            kind: 'problem',
            severity: 5,
            fields: ['protection', 'gender_justice'],
            affected: 'Şiddete maruz kalan mülteci kadınlar',
          },
        ],
        ['serkan', PROBLEM, 'sage', 'Aynı haneye üç ayrı kurum gidiyor, bazı mahallelere ise hiç giden yok.'],

        ['murat', NEED, 'lilac', 'Başvurudan önce belge listesini kendi dilinde görebileceği tek bir yer.'],
        ['hasan', NEED, 'lilac', 'Kiracıların sözleşme sorunlarında ücretsiz ve sürekli hukuki danışmanlık.'],
        [
          'anas',
          NEED,
          'sky',
          'دورات مسائية داخل الأحياء، مع ركن للأطفال أثناء الدرس.',
          { theme: 'Ulaşılabilir eğitim' },
        ],
        [
          'baris',
          NEED,
          'sky',
          'Okula ara veren gençler için telafi programı ve bir okul-aile bağlantı kişisi.',
          { theme: 'Ulaşılabilir eğitim', affected: 'Okula ara veren 14–17 yaş gençler' },
        ],
        ['sultan', NEED, 'apricot', 'Kooperatif üyesi kadınlar için muhasebe ve pazarlama desteği, en az bir yıl.'],
        [
          'emre',
          NEED,
          'apricot',
          'Meslek kurslarına katılanlar için ulaşım ve çocuk bakımı; yoksa kadınlar kursu bırakıyor.',
        ],
        [
          'claire',
          NEED,
          'mint',
          'Interpreters trained for health settings, on call by phone, not only at the main hospital.',
          {
            theme: 'Sağlıkta tercüme ve destek',
            stamps: [
              ['nermin', 'agree'],
              ['ayse', 'agree'],
              ['murat', 'agree'],
            ],
          },
        ],
        [
          'nermin',
          NEED,
          'mint',
          'Yerli ve mülteci gençlerin birlikte katıldığı psikososyal grup çalışmaları.',
          { theme: 'Sağlıkta tercüme ve destek' },
        ],
        ['ayse', NEED, 'rose', 'Kadınların güvenle başvurabileceği, yönlendirme yolu belli bir ilk temas noktası.'],
        ['rima', NEED, 'sage', 'أن تُشرَك المبادرات التي يقودها اللاجئون في التخطيط، لا في التنفيذ فقط.'],
        ['gulay', NEED, 'sage', 'Kurumların mahalle bazında ihtiyaçları aynı başlıklarla toplaması.'],

        ['murat', SOLUTION, 'lilac', 'Randevu mesajına Türkçe, Arapça ve Farsça kontrol listesi bağlantısı ekleyelim.'],
        ['hasan', SOLUTION, 'lilac', 'Baro ile ayda iki gün, mahallede gezici hukuk masası.'],
        ['rima', SOLUTION, 'lilac', 'قناة رسمية واحدة للإعلانات تُترجَم خلال يومين وتراجعها الجمعيات قبل النشر.'],
        [
          'serkan',
          SOLUTION,
          'sky',
          'Belediyenin iki semt konağı hafta içi akşamları dil kurslarına açılabilir.',
          { kind: 'resource', locality: 'İki semt konağı, Yenipınar', stamps: [['anas', 'heart']] },
        ],
        ['baris', SOLUTION, 'sky', 'Mevsimlik işten dönen çocuklar için kasımda dört haftalık uyum sınıfı.'],
        ['emre', SOLUTION, 'apricot', 'İşverenler için çalışma izni danışma günü: muhasebeciler odasıyla birlikte.'],
        ['sultan', SOLUTION, 'apricot', 'Belediye pazarında kooperatife sabit tezgâh ve ortak marka.'],
        [
          'claire',
          SOLUTION,
          'mint',
          'Share one pool of interpreters between hospitals, the municipality and associations.',
          {
            kind: 'solution',
            fields: ['health', 'participation'],
            stamps: [
              ['serkan', 'idea'],
              ['nermin', 'agree'],
            ],
          },
        ],
        [
          'ayse',
          SOLUTION,
          'rose',
          'Kadınların haklarını kendi dilinde anlatan, ev ziyaretinde bırakılabilecek küçük kart.',
        ],
        ['gulay', SOLUTION, 'sage', 'Ayda bir, kaymakamlıkta iki tarafın eşit sayıda katıldığı eşgüdüm toplantısı.'],

        ['murat', WHO, 'lilac', 'Kontrol listesi: Göç İdaresi hazırlar, dernekler çeviriyi denetler.'],
        ['anas', WHO, 'lilac', 'مراجعة الترجمة العربية: متطوعو بيت الياسمين، خلال يومي عمل.'],
        ['serkan', WHO, 'sky', 'Akşam kursları: belediye yer verir, Halk Eğitim öğretmen, Yasemin Evi çocuk köşesi.'],
        ['emre', WHO, 'apricot', 'Danışma günü: İş Kurumu düzenler; kooperatif ve dernekler duyurur.'],
        [
          'claire',
          WHO,
          'mint',
          'Interpreter pool: the community centre can train twelve people if the municipality covers travel.',
        ],
        [
          'ayse',
          WHO,
          'rose',
          'İlk temas noktası: Sosyal Hizmetler sorumlu, dernekler yönlendirir; iki haftada bir vaka toplantısı.',
        ],
        ['hasan', WHO, 'lilac', 'Hukuk masası: baro avukat, dernek yer ve tercüman sağlar.'],
        ['gulay', WHO, 'sage', 'Toplantı çağrısı kaymakamlıktan, gündem iki taraftan birer kişiyle.'],
      ],
    },
    plan: jointPlan,
    between: jointBetween,
  },
  ...sideRooms,
]
