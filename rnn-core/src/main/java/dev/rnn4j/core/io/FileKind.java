package dev.rnn4j.core.io;

/** Guesses from the first bytes what a file is that is not safetensors, to say something useful. */
final class FileKind {
  private FileKind() {}

  /**
   * A part of a sentence such as "it seems to be gzip; ...".
   *
   * @param head the first bytes, as many as there are up to 8
   * @return empty if they tell nothing
   */
  static String describe(byte[] head) {
    if (startsWith(head, 0x1f, 0x8b)) {
      return "it seems to be gzip; unpack it first";
    }
    if (startsWith(head, 'P', 'K', 3, 4)) {
      return "it seems to be a zip archive, perhaps a PyTorch checkpoint (.pt, .pth); save it with"
          + " safetensors.torch.save_file instead";
    }
    if (startsWith(head, 0x80) && head.length > 1 && head[1] >= 2 && head[1] <= 5) {
      return "it seems to be a Python pickle, perhaps an old PyTorch checkpoint; save it with"
          + " safetensors.torch.save_file instead";
    }
    if (startsWith(head, 'G', 'G', 'U', 'F')) {
      return "it seems to be a GGUF model, which is another format";
    }
    if (startsWith(head, 0x89, 'H', 'D', 'F') || startsWith(head, 0x93, 'N', 'U', 'M')) {
      return "it seems to be an HDF5 or NumPy file, which is another format";
    }
    if (startsWith(head, 'v', 'e', 'r', 's', 'i', 'o', 'n', ' ')) {
      return "it seems to be the placeholder of a large file in Git; fetch it with git lfs pull";
    }
    return isText(head) ? "it seems to be text" : "";
  }

  private static boolean startsWith(byte[] head, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= head.length || (head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] head) {
    for (byte b : head) {
      boolean control = b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t';
      if (control || (b & 0xff) >= 0xf5) { // no byte of UTF-8
        return false;
      }
    }
    return true;
  }
}
