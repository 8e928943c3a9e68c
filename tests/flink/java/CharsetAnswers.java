// Writes tests/flink/java/charsets.txt: a digest of what each charset of the running JDK (JDK 17) makes of the bytes and texts below.
//
// usage: java CharsetAnswers.java > charsets.txt
import java.nio.charset.*;
import java.util.*;

public class CharsetAnswers {
  static final int TEXTS = 4000;
  static final byte[] MARKS = {0x0E, 0x0F, 0x1B, '$', '(', ')', 'B', 'C', 'D', 'I', 'J', '@', 'N', '\n', 0x30, 0x39,
      (byte) 0x8E, (byte) 0x8F, (byte) 0xFE, (byte) 0xFF};
  static final char[] UNITS = {'a', '\\', '~', '\n', 0xA5, 0xE9, 0x203E, 0x3042, 0x304B, 0x309A,
      0xFF71, 0x4E00, 0x4E02, 0xAC00, 0xD83C, 0xDF55, 0xD840, 0xDC0B, 0x0301, 0x2460};

  static long state;
  static int next(int bound) {
    state = state * 6364136223846793005L + 1442695040888963407L;
    return (int) ((state >>> 33) % bound);
  }

  static long digest;
  static void add(int value) { digest = (digest ^ value) * 0x100000001B3L; }
  static void addText(String text) {
    for (int i = 0; i < text.length(); i++) add(text.charAt(i));
    add(0x10000);
  }
  static void addBytes(byte[] bytes) {
    for (byte b : bytes) add(b & 0xFF);
    add(0x10000);
  }

  /** Each pair of bytes between letters, then each byte alone, then random ones. */
  static long ofDecoding(Charset charset) {
    digest = 0xCBF29CE484222325L;
    for (int a = 0; a < 0x100; a++) {
      byte[] pairs = new byte[0x100 * 3];
      for (int b = 0; b < 0x100; b++) { pairs[b * 3] = (byte) a; pairs[b * 3 + 1] = (byte) b; pairs[b * 3 + 2] = 'A'; }
      addText(new String(pairs, charset));
      addText(new String(new byte[] {(byte) a}, charset));
    }
    state = 1;
    for (int n = 0; n < TEXTS; n++) {
      byte[] bytes = new byte[next(12)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = next(4) == 0 ? MARKS[next(MARKS.length)]
            : (byte) (next(3) == 0 ? next(0x100) : 0x20 + 0x80 * next(2) + next(0x60));
      }
      addText(new String(bytes, charset));
    }
    return digest;
  }

  /** Each unit behind another one, each character of the planes 1 and 2 that some charset has, then random ones. */
  static long ofEncoding(Charset charset) {
    digest = 0xCBF29CE484222325L;
    for (int block = 0; block < 0x10000; block += 0x100) {
      StringBuilder text = new StringBuilder();
      for (int c = block; c < block + 0x100; c++) text.append((char) c).append('A');
      addBytes(text.toString().getBytes(charset));
    }
    for (int block = 0x1F000; block < 0x2B000; block += 0x100) {
      StringBuilder text = new StringBuilder();
      for (int c = block; c < block + 0x100; c++) text.appendCodePoint(c);
      addBytes(text.toString().getBytes(charset));
    }
    state = 1;
    for (int n = 0; n < TEXTS; n++) {
      StringBuilder text = new StringBuilder();
      int length = next(8);
      for (int i = 0; i < length; i++) text.append(next(4) == 0 ? (char) next(0x10000) : UNITS[next(UNITS.length)]);
      addBytes(text.toString().getBytes(charset));
    }
    return digest;
  }

  public static void main(String[] arguments) {
    for (Charset charset : Charset.availableCharsets().values()) {
      Set<String> names = new TreeSet<>(charset.aliases());
      names.remove(charset.name());
      names.removeIf(name -> name.contains(" "));
      System.out.println(charset.name() + " " + String.format("%016x", ofDecoding(charset)) + " "
          + (charset.canEncode() ? String.format("%016x", ofEncoding(charset)) : "-") + " "
          + (names.isEmpty() ? "-" : String.join(",", names)));
    }
  }
}
