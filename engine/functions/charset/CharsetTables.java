// Writes engine/functions/charset/java_charset_tables.inc: the characters of the running JDK's charsets (JDK 17).
//
// usage: java CharsetTables.java > java_charset_tables.inc
//
// It asks the charsets only what each code decodes to and what each character encodes to. A set of characters is told by what differs from
// another set, as runs of UTF-16 units (see coded_character_set.h).
import java.nio.*;
import java.nio.charset.*;
import java.util.*;

public class CharsetTables {
  static final int UNMAPPED = -1;
  static final int NO_SET = -1;

  /** Characters by codes of one or two bytes. */
  static class CodedSet {
    final int[] units = new int[0x10000];
    final TreeMap<Integer, String> pairs = new TreeMap<>(); // codes that stand for two units
    final TreeMap<Integer, Integer> encodings = new TreeMap<>(); // units that do not encode to the first code that decodes to them
    final TreeMap<String, Integer> pairEncodings = new TreeMap<>(); // pairs that nothing decodes to
    int base = NO_SET;
    int offset = 0; // of its codes to the base's
    List<Integer> runs;
    CodedSet() { Arrays.fill(units, UNMAPPED); }
    boolean isEmpty() { return pairs.isEmpty() && Arrays.stream(units).allMatch(u -> u == UNMAPPED); }
  }

  static final List<CodedSet> sets = new ArrayList<>();
  static final List<String> rows = new ArrayList<>();

  static byte[] bytes(int... values) {
    byte[] result = new byte[values.length];
    for (int i = 0; i < values.length; i++) result[i] = (byte) values[i];
    return result;
  }

  static byte[] concat(byte[] a, byte[] b) {
    byte[] result = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, result, a.length, b.length);
    return result;
  }

  static void put(CodedSet set, int code, String text) {
    if (text.isEmpty() || text.contains("\uFFFD")) return;
    if (text.length() == 1) set.units[code] = text.charAt(0);
    else set.pairs.put(code, text);
  }

  /** What the bytes decode to; empty where Java replaces something. */
  static String decode(Charset charset, byte[] bytes) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return "";
    }
  }

  static byte[] encode(CharsetEncoder encoder, String text) {
    try {
      ByteBuffer out = encoder.reset().encode(CharBuffer.wrap(text));
      return Arrays.copyOf(out.array(), out.limit());
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  static int add(CodedSet set) {
    if (set.isEmpty()) return NO_SET;
    int best = Integer.MAX_VALUE;
    for (int base = NO_SET; base < sets.size(); base++) {
      for (int offset : base == NO_SET ? new int[] {0} : new int[] {0, 0x8080, -0x8080}) {
        List<Integer> runs = difference(set, base, offset, best);
        if (runs == null) continue;
        best = runs.size();
        set.base = base;
        set.offset = offset;
        set.runs = runs;
      }
    }
    for (int i = 0; i < sets.size(); i++) {
      CodedSet other = sets.get(i);
      if (set.base == i && set.offset == 0 && set.runs.isEmpty() && set.pairs.equals(other.pairs)
          && set.encodings.equals(other.encodings)
          && set.pairEncodings.equals(other.pairEncodings)) return i;
    }
    sets.add(set);
    return sets.size() - 1;
  }

  static int unitOf(int base, int offset, int code) {
    int from = code - offset;
    if (base == NO_SET || from < 0 || from > 0xFFFF) return UNMAPPED;
    return offset != 0 && (code & 0x8080) != (offset > 0 ? 0x8080 : 0) ? UNMAPPED : sets.get(base).units[from];
  }

  /** The runs of what differs; null if there are as many as `limit` units. */
  static List<Integer> difference(CodedSet set, int base, int offset, int limit) {
    List<Integer> runs = new ArrayList<>();
    int code = 0;
    while (code < 0x10000) {
      if (set.units[code] == unitOf(base, offset, code)) { code++; continue; }
      if (runs.size() >= limit) return null;
      int unit = set.units[code];
      int end = code + 1;
      if (unit == UNMAPPED) {
        while (end < 0x10000 && set.units[end] == UNMAPPED && end - code < 0x3FFF && unitOf(base, offset, end) != UNMAPPED) end++;
        runs.addAll(List.of(code, 0x8000 | (end - code)));
      } else if (isSequence(set, code, 4)) {
        while (end < 0x10000 && end - code < 0x3FFF && set.units[end] == unit + end - code) end++;
        runs.addAll(List.of(code, 0x4000 | (end - code), unit));
      } else {
        int last = code;
        while (end < 0x10000 && end - last <= 2 && end - code < 0x3FFF && !isSequence(set, end, 8)) {
          if (set.units[end] == UNMAPPED) break;
          if (set.units[end] != unitOf(base, offset, end)) last = end;
          end++;
        }
        end = last + 1;
        runs.addAll(List.of(code, end - code));
        for (int i = code; i < end; i++) runs.add(set.units[i]);
      }
      code = end;
    }
    return runs.size() >= limit ? null : runs;
  }

  static boolean isSequence(CodedSet set, int code, int length) {
    if (set.units[code] == UNMAPPED || code + length > 0x10000) return false;
    for (int i = 1; i < length; i++) if (set.units[code + i] != set.units[code] + i) return false;
    return true;
  }

  /** How a family writes codes: bytes before a code of two bytes, and what to take off what it encodes. */
  interface Family {
    void read(Charset charset, CodedSet first, CodedSet second);
    /** 1 or 2 (the set) << 16 | code, or 0. */
    int code(byte[] encoded);
  }

  static void readSingles(Charset charset, CodedSet set) {
    for (int b = 0; b < 0x100; b++) put(set, b, decode(charset, bytes(b)));
  }

  static void readDoubles(Charset charset, CodedSet set, byte[] prefix, int low, int high) {
    for (int a = low; a <= high; a++) {
      for (int b = low == 0 ? 0 : 0x20; b <= high; b++) {
        if (prefix.length == 0 && set.units[a] != UNMAPPED) break;
        put(set, a << 8 | b, decode(charset, concat(prefix, bytes(a, b))));
      }
    }
  }

  static int plain(byte[] e) {
    if (e.length == 1) return 1 << 16 | (e[0] & 0xFF);
    return 1 << 16 | (e[0] & 0xFF) << 8 | (e[1] & 0xFF);
  }

  static final Family PLAIN = new Family() {
    public void read(Charset charset, CodedSet first, CodedSet second) {
      readSingles(charset, first);
      readDoubles(charset, first, bytes(), 0, 0xFF);
    }
    public int code(byte[] e) { return e.length > 2 ? 0 : plain(e); }
  };

  static final Family EUC = new Family() {
    public void read(Charset charset, CodedSet first, CodedSet second) {
      PLAIN.read(charset, first, second);
      readDoubles(charset, second, bytes(0x8F), 0x80, 0xFF);
    }
    public int code(byte[] e) { return e.length == 3 ? 2 << 16 | (e[1] & 0xFF) << 8 | (e[2] & 0xFF) : plain(e); }
  };

  static final Family SHIFTED = new Family() {
    public void read(Charset charset, CodedSet first, CodedSet second) {
      for (int b = 0; b < 0x100; b++) if (b != 0x0E && b != 0x0F) put(first, b, decode(charset, bytes(b)));
      for (int a = 0; a < 0x100; a++) {
        for (int b = 0; b < 0x100; b++) if (a != 0x0E && a != 0x0F) put(second, a << 8 | b, decode(charset, bytes(0x0E, a, b, 0x0F)));
      }
    }
    public int code(byte[] e) { return e.length == 4 ? 2 << 16 | (e[1] & 0xFF) << 8 | (e[2] & 0xFF) : plain(e); }
  };

  /** Escape sequences: the sets are those behind ESC $ B and ESC $ ( D. */
  static final Family JAPANESE_ESCAPES = new Family() {
    public void read(Charset charset, CodedSet first, CodedSet second) {
      readDoubles(charset, first, bytes(0x1B, '$', 'B'), 0x20, 0x7F);
      readDoubles(charset, second, bytes(0x1B, '$', '(', 'D'), 0x20, 0x7F);
    }
    public int code(byte[] e) {
      if (e.length == 8) return 1 << 16 | e[3] << 8 | e[4];
      return e.length == 9 ? 2 << 16 | e[4] << 8 | e[5] : 0;
    }
  };

  static final Family KOREAN_ESCAPES = new Family() {
    public void read(Charset charset, CodedSet first, CodedSet second) {
      readDoubles(charset, first, bytes(0x1B, '$', ')', 'C', 0x0E), 0x20, 0x7F);
    }
    public int code(byte[] e) { return e.length >= 7 ? 1 << 16 | e[5] << 8 | e[6] : 0; }
  };

  /** Codes of the four bytes are computed or, in the order of their numbers, the second set. */
  static final Family GB18030 = new Family() {
    public void read(Charset charset, CodedSet first, CodedSet second) {
      PLAIN.read(charset, first, second);
      for (int n = 0; n < 39420; n++) {
        put(second, n, decode(charset, bytes(0x81 + n / 12600, 0x30 + n / 1260 % 10, 0x81 + n / 10 % 126, 0x30 + n % 10)));
      }
    }
    public int code(byte[] e) {
      if (e.length < 4) return plain(e);
      int number = ((((e[0] & 0xFF) - 0x81) * 10 + e[1] - 0x30) * 126 + (e[2] & 0xFF) - 0x81) * 10 + e[3] - 0x30;
      return number < 39420 ? 2 << 16 | number : 0;
    }
  };

  static void readEncodings(Charset charset, Family family, CodedSet first, CodedSet second) {
    if (!charset.canEncode()) return;
    CharsetEncoder encoder = charset.newEncoder();
    Map<Integer, Integer> inverse = new HashMap<>();
    for (int s = 1; s <= 2; s++) {
      CodedSet set = s == 1 ? first : second;
      for (int code = 0; code < 0x10000; code++) if (set.units[code] != UNMAPPED) inverse.putIfAbsent(set.units[code], s << 16 | code);
    }
    for (int unit = 0; unit < 0x10000; unit++) {
      if (Character.isSurrogate((char) unit)) continue;
      byte[] encoded = encode(encoder, String.valueOf((char) unit));
      int code = encoded == null ? 0 : family.code(encoded);
      if (code == inverse.getOrDefault(unit, 0)) continue;
      if (encoded != null && code == 0) continue; // written otherwise: the family's own rule
      // Unit 0 of a set that lacks it stands for "unmapped".
      if (code == 0) first.encodings.put(unit, 0);
      else (code >> 16 == 1 ? first : second).encodings.put(unit, code & 0xFFFF);
    }
    if (!family.equals(PLAIN)) return;
    Set<String> pairs = new TreeSet<>();
    for (int c = 0x10000; c < 0x30000; c++) pairs.add(Character.toString(c));
    for (CodedSet set : sets) pairs.addAll(set.pairs.values());
    pairs.removeAll(first.pairs.values());
    for (String pair : pairs) {
      byte[] encoded = encode(encoder, pair);
      boolean isPair = encoded != null && encoded.length == 2 && encode(encoder, pair.substring(1)) == null;
      if (isPair) first.pairEncodings.put(pair, plain(encoded) & 0xFFFF);
    }
  }

  static Family familyOf(String kind) {
    return switch (kind) {
      case "kEuc", "kEucOfTwoSets" -> EUC;
      case "kShifted" -> SHIFTED;
      case "kJapaneseEscapes", "kJapaneseEscapesWithoutKana" -> JAPANESE_ESCAPES;
      case "kKoreanEscapes" -> KOREAN_ESCAPES;
      case "kGb18030" -> GB18030;
      default -> PLAIN;
    };
  }

  /** The kinds of charset.cc; null for those without a table. */
  static String kindOf(Charset charset) {
    Class<?> type = charset.newDecoder().getClass();
    String name = type.getSimpleName().equals("Decoder") ? type.getEnclosingClass().getSimpleName() : type.getSimpleName();
    return switch (name) {
      case "SingleByte" -> "kSingleByte";
      case "DoubleByte" -> "kDoubleByte";
      case "Big5_HKSCS", "Big5_HKSCS_2001", "MS950_HKSCS", "MS950_HKSCS_XP" -> "kDoubleByteWhole";
      case "SJIS_0213", "MS932_0213" -> "kDoubleByteBySecond";
      case "Decoder_DBCSONLY" -> "kDoubleByteOnly";
      case "Decoder_EBCDIC" -> "kShifted";
      case "Decoder_EUC_SIM" -> "kSimpleEuc";
      case "EUC_JP", "EUC_JP_LINUX", "EUC_JP_Open" -> "kEuc";
      case "GB18030" -> "kGb18030";
      case "ISO2022_JP" -> encode(charset.newEncoder(), "\uFF71").length == 8 // ESC $ B
          ? "kJapaneseEscapesWithoutKana" : "kJapaneseEscapes";
      case "ISO2022_KR" -> "kKoreanEscapes";
      default -> null;
    };
  }

  static String hex(int unit) { return String.format("\\x%04X", unit); }

  static boolean isPrinted(int u) {
    return (u >= 0x21 && u < 0x7F && u != '"' && u != '\\' && u != '?') || (u >= 0xA1 && u <= 0x2FF && u != 0xAD)
        || (u >= 0x391 && u <= 0x3C9 && u != 0x3A2) || (u >= 0x401 && u <= 0x45F) || (u >= 0x3001 && u <= 0x3029)
        || (u >= 0x3041 && u <= 0x3096) || (u >= 0x30A1 && u <= 0x30FE) || (u >= 0x4E00 && u <= 0x9FA5) || (u >= 0xAC00 && u <= 0xD7A3);
  }

  /** Lines of string literals; characters show as such. */
  static void print(List<Integer> units) {
    StringBuilder line = new StringBuilder();
    boolean open = false;
    boolean wasHex = false;
    int width = 0;
    for (int u : units) {
      String text = isPrinted(u) ? String.valueOf((char) u) : hex(u);
      if (!open) { line.append("    u\""); open = true; width = 6; }
      else if (wasHex && isPrinted(u)) { line.append("\" u\""); width += 4; }
      line.append(text);
      width += isPrinted(u) && u > 0x2FF ? 2 : text.length();
      wasHex = !isPrinted(u);
      if (width > 128) { System.out.println(line.append('"')); line.setLength(0); open = false; }
    }
    if (open) System.out.println(line.append('"'));
  }

  static void printNamed(String name, List<Integer> units) {
    System.out.println("constexpr std::u16string_view " + name + " =");
    print(units);
    System.out.println("    u\"\"sv;");
  }

  static String quoted(Collection<String> names) {
    StringBuilder result = new StringBuilder(" ");
    for (String name : names) result.append(name.toLowerCase(Locale.ROOT)).append(' ');
    return result.toString();
  }

  static String replacement(Charset charset) {
    if (!charset.canEncode()) return "";
    StringBuilder result = new StringBuilder();
    for (byte b : charset.newEncoder().replacement()) result.append(String.format("\\x%02X", b & 0xFF));
    return result.toString();
  }

  public static void main(String[] arguments) throws Exception {
    System.setOut(new java.io.PrintStream(System.out, false, "UTF-8"));
    List<String> first = List.of("x-JIS0208", "JIS_X0212-1990", "GB18030", "GBK", "x-windows-949",
        "EUC-KR", "x-windows-950", "Big5", "Big5-HKSCS", "windows-31j", "x-SJIS_0213");
    LinkedHashSet<String> order = new LinkedHashSet<>(first);
    order.addAll(Charset.availableCharsets().keySet());
    for (String name : order) {
      Charset charset = Charset.forName(name);
      String kind = kindOf(charset);
      if (kind == null) continue;
      CodedSet one = new CodedSet();
      CodedSet two = new CodedSet();
      Family family = familyOf(kind);
      family.read(charset, one, two);
      readEncodings(charset, family, one, two);
      int a = add(one);
      int b = add(two);
      List<String> names = new ArrayList<>(List.of(charset.name()));
      names.addAll(new TreeSet<>(charset.aliases()));
      rows.add(String.format("    {\"%s\",\n     CharsetKind::%s, %d, %d, \"%s\"},", quoted(names), kind, a, b, replacement(charset)));
    }
    System.out.println("// Written by engine/functions/charset/CharsetTables.java on JDK 17. Do not edit.");
    System.out.println("// clang-format off");
    for (int i = 0; i < sets.size(); i++) {
      CodedSet set = sets.get(i);
      List<Integer> pairs = new ArrayList<>();
      set.pairs.forEach((code, text) -> pairs.addAll(List.of(code, (int) text.charAt(0), (int) text.charAt(1))));
      List<Integer> encodings = new ArrayList<>();
      List<Integer> pairEncodings = new ArrayList<>();
      set.pairEncodings.forEach(
          (text, code) -> pairEncodings.addAll(List.of((int) text.charAt(0), (int) text.charAt(1), code)));
      set.encodings.forEach((unit, code) -> encodings.addAll(List.of(unit, code)));
      printNamed("kRuns" + i, set.runs);
      if (!pairs.isEmpty()) printNamed("kPairs" + i, pairs);
      if (!encodings.isEmpty()) printNamed("kEncodings" + i, encodings);
      if (!pairEncodings.isEmpty()) printNamed("kPairEncodings" + i, pairEncodings);
    }
    System.out.println("constexpr CodedCharacterSetData kSets[] = {");
    for (int i = 0; i < sets.size(); i++) {
      CodedSet set = sets.get(i);
      System.out.println(String.format("    {%d, %d, kRuns%d, %s, %s, %s},", set.base, set.offset, i,
          set.pairs.isEmpty() ? "{}" : "kPairs" + i, set.encodings.isEmpty() ? "{}" : "kEncodings" + i,
          set.pairEncodings.isEmpty() ? "{}" : "kPairEncodings" + i));
    }
    System.out.println("};\n\nconstexpr TableCharset kTableCharsets[] = {");
    rows.forEach(System.out::println);
    System.out.println("};");
    System.out.flush();
  }
}
