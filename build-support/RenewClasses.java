import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives the old classes of a jar the class-file version of Java 8, with the stack maps that it asks
 * for. A JVM keeps no class in its ahead-of-time cache that is older than version 50, as those
 * compiled for Java 5 are.
 *
 * <p>Usage: {@code java RenewClasses.java library.jar}. Changes the jar in place: give it a copy,
 * which is good for nothing unless this ends with exit code 0.
 */
final class RenewClasses {
  private static final int OLDEST_KEPT = ClassFile.JAVA_6_VERSION;
  private static final int VERSION = ClassFile.JAVA_8_VERSION;

  public static void main(String[] args) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(args[0]));
        Stream<Path> files = Files.walk(jar.getPath("/"))) {
      List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();
      ClassFile context = context(jar);
      for (Path file : classes) {
        ClassModel model = context.parse(Files.readAllBytes(file));
        if (model.majorVersion() < OLDEST_KEPT) {
          byte[] renewed = context.transformClass(model, version());
          List<VerifyError> errors = context.verify(renewed);
          if (!errors.isEmpty()) {
            throw new IllegalStateException(file + ": " + errors);
          }
          Files.write(file, renewed);
        }
      }
    }
  }

  /** Code that is copied one instruction at a time gets new stack maps. */
  private static ClassTransform version() {
    return ClassTransform.transformingMethodBodies(CodeBuilder::with)
        .andThen(ClassTransform.endHandler(builder -> builder.withVersion(VERSION, 0)));
  }

  /** Stack maps depend on which class extends which, in the jar and in the JDK. */
  private static ClassFile context(FileSystem jar) {
    ClassHierarchyResolver own =
        ClassHierarchyResolver.ofResourceParsing(
            type -> {
              String name = type.descriptorString();
              Path file = jar.getPath("/" + name.substring(1, name.length() - 1) + ".class");
              try {
                return Files.exists(file) ? Files.newInputStream(file) : null;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return ClassFile.of(
        ClassFile.ClassHierarchyResolverOption.of(
            own.orElse(ClassHierarchyResolver.defaultResolver())),
        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
        ClassFile.ConstantPoolSharingOption.NEW_POOL);
  }
}
