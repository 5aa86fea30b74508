package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be trained ends with one sentence and the right exit code. */
class TrainMisuseTest {
  @TempDir private Path folder;
  private Path train;
  private Path model;

  @BeforeEach
  void writeText() throws IOException {
    train = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
  }

  @Test
  void divergenceIsOneSentence() {
    String err =
        Cli.run(
                Cli.tiny(
                    train,
                    model,
                    "--cell",
                    "rnn",
                    "--activation",
                    "relu",
                    "--optimizer",
                    "sgd",
                    "--lr",
                    1e6,
                    "--clip",
                    0))
            .err();
    assertTrue(err.lines().toList().getLast().contains("training diverged"), err);
  }

  @Test
  void aMissingTextIsOneSentence() {
    Path missing = folder.resolve("missing.txt");
    String message = Cli.run(Cli.tiny(missing, model)).failed(1);
    String sentence = missing + ": there is no such file";
    assertEquals("rnn train: " + sentence, message);
    assertEquals(
        "rnn train: " + sentence, Cli.run(Cli.tiny(train, model, "--valid", missing)).failed(1));
    message = Cli.run(Cli.tiny(train, model, "--vocab", missing)).failed(1);
    assertEquals("rnn train: " + sentence, message);
    message = Cli.run(Cli.tiny(train, model, "--epochs", 1)).succeeded().err();
    for (String command : new String[] {"eval", "score"}) {
      message = Cli.run(command, "--model", model, "--data", missing).failed(1);
      assertEquals("rnn " + command + ": " + sentence, message);
    }
  }

  @Test
  void aMissingOutputFolderIsNoticedBeforeTraining() {
    Path out = folder.resolve("nowhere").resolve("m.safetensors");
    String message = Cli.run(Cli.tiny(train, out)).failed(1);
    assertTrue(message.contains("there is no folder"), message);
  }

  @Test
  void anOutputThatIsAFolderIsNoticedBeforeTraining() {
    String message = Cli.run(Cli.tiny(train, folder)).failed(1);
    assertTrue(message.contains("it is a folder"), message);
  }

  @Test
  void theTrainingTextIsNotOverwritten() {
    String message = Cli.run(Cli.tiny(train, train)).failed(1);
    assertTrue(message.contains("would overwrite"), message);
  }

  @Test
  void aTextThatIsNoTextIsRefused() throws IOException {
    Files.write(train, new byte[] {'a', (byte) 0xff, 'b'});
    String message = Cli.run(Cli.tiny(train, model)).failed(1);
    assertTrue(message.contains("train.txt"), message);
    Files.write(train, new byte[0]);
    assertTrue(Cli.run(Cli.tiny(train, model)).failed(1).contains("is empty"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cell elman|must be one of rnn, lstm, gru, not elman",
        "--cell lstm --activation relu|--activation is for --cell rnn",
        "--cell gru --activation sigmoid|--activation is for --cell rnn",
        "--cell gru --projection 3|--projection is for --cell lstm",
        "--cell lstm --identity 1|--identity is for --cell rnn",
        "--cell rnn --identity 101|the scale of an initial identity must be 0 to 100, not 101",
        "--cell gru --peepholes|--peepholes is for --cell lstm",
        "--cell lstm --reset before|--reset is for --cell gru",
        "--layer-norm --peepholes|--layer-norm and --peepholes do not go together",
        "--cell gru --reset before --layer-norm|--layer-norm does not go with --reset before",
        "--cell gru --reset never|--reset must be one of after, before, not never",
        "--projection 0|--projection must be 1 to 1048576, not 0",
        "--projection 5 --tied --embedding 8|as wide as the last layer, not 8 and 5",
        "--cell rnn --forget-bias 1|--forget-bias is for --cell lstm",
        "--cell gru --forget-bias 1|--forget-bias is for --cell lstm",
        "--layers 3 --hidden 4,5|--layers is 3, but --hidden has 2 widths",
        "--layers 0|--layers must be 1 to 64, not 0",
        "--hidden 0|the hidden size must be 1 to 1048576, not 0",
        "--hidden wide|--hidden must be a whole number, or one for each layer as in 200,100, not \"wide\"",
        "--hidden 3,,|not \"3,,\"",
        "--hidden ,3|not \",3\"",
        "--hidden 3,x|rnn train: --hidden must be a whole number, or one for each",
        "--hidden 3 --hidden 4|--hidden is given twice",
        "--dropout 1|dropout must be at least 0 and below 1, not 1.0",
        "--input-dropout -1|input dropout must be at least 0 and below 1, not -1.0",
        "--output-dropout NaN|--output-dropout must be a number",
        "--embedding-dropout 1|embedding dropout must be at least 0 and below 1, not 1.0",
        "--recurrent-dropout 2|recurrent dropout must be at least 0 and below 1, not 2.0",
        "--weight-dropout 1|weight dropout must be at least 0 and below 1, not 1.0",
        "--zoneout 0.1,1|zoneout of c must be at least 0 and below 1, not 1.0",
        "--zoneout 0.1,0.1,0.1|--zoneout takes one number for h, or two for h and c, not 3",
        "--cell gru --zoneout 0.1,0.1|--zoneout is for cells with a cell state c: lstm",
        "--activation-penalty -1|activation penalty must be a finite number of 0 or more, not -1.0",
        "--change-penalty -1|change penalty must be a finite number of 0 or more, not -1.0",
        "--embedding 8 --tied|tied weights need an embedding as wide as the last layer",
        "--batch 0|batch must be 1 to 65536, not 0",
        "--bptt 0|--bptt must be 1 to 65536, not 0",
        "--epochs 0|epochs must be 1 to 1000000, not 0",
        "--epochs 1000001|--epochs must be 1 to 1000000, not 1000001",
        "--embedding 0|--embedding must be 1 to 1048576, not 0",
        "--hidden 3,99999999999|--hidden must be 1 to 1048576, not 99999999999",
        "--lr 0|the learning rate must be above 0 and at most 1000000, not 0.0",
        "--lr NaN|--lr must be a number such as 0.5, not \"NaN\"",
        "--clip -1|clip must be 0 (none) or more",
        "--init 0|the initial range must be above 0",
        "--patience -1|patience must be 0 to 1000000, not -1",
        "--momentum 0.9|--momentum is for --optimizer sgd or nesterov",
        "--optimizer adagrad --interval 3|--interval is for --optimizer nt-asgd",
        "--weight-decay -0.1|weight decay must be 0 to 1, not -0.1",
        "--label-smoothing 1|--label-smoothing must be 0 or more and below 1, not 1.0",
        "--clip-value -1|the clip value must be 0 (none) or up to 1000000, not -1.0",
        "--accumulate 0|--accumulate must be 1 to 1000000, not 0",
        "--optimizer sgd --momentum 1|momentum must be at least 0 and below 1",
        "--schedule constant --lr-decay 0.5|--lr-decay is for --schedule decay, plateau, step or",
        "--schedule cosine --lr-decay 0.5|--lr-decay is for --schedule decay, plateau, step or",
        "--lr-step 2|--lr-step is for --schedule step",
        "--schedule step --lr-step 0|--lr-step must be 1 or more, not 0",
        "--schedule decay --lr-end 0.5|--lr-end is for --schedule cosine",
        "--schedule cosine --lr-end 2|must end at 0 to 1 of the initial one, not 2.0",
        "--warmup -1|epochs to warm up must be above 0 and at most 1000000, not -1.0",
        "--schedule plateau --lr-hold 2|--lr-hold is for --schedule decay",
        "--schedule decay --lr-decay 2|decay must be above 0 and at most 1, not 2.0",
        "--preset huge|must be one of names, char, word, zaremba-small, zaremba-medium",
        "--level line|must be one of word, char, not line",
        "--vocab-size 1|--vocab-size must be 2 or more, not 1",
        "--min-count 0|--min-count must be 1 or more, not 0",
        "--vocab v --min-count 2|--vocab excludes",
        "--threads 0|--threads must be 1 to 1024, not 0",
        "--kernels cuda|--kernels must be scalar or simd, not cuda",
        "--data builtin:unicode-names|exclude each other",
        "--frobnicate|unknown option \"--frobnicate\"",
        "--lr 1 --lr 2|is given twice",
      })
  void whatMakesNoSenseIsAUsageError(String options, String message) {
    Object[] args = ("train --train t.txt " + options).split(" ", -1);
    String printed = Cli.run(args).failed(2);
    assertTrue(printed.contains(message), printed);
  }

  @Test
  void theBuiltInDataBringsItsOwnValidation() {
    String message = Cli.run("train", "--valid", train).failed(2);
    assertTrue(message.contains("--valid and --test need --train"), message);
    message = Cli.run("train", "--data", train).failed(2);
    assertTrue(message.contains("--data must be builtin:unicode-names"), message);
  }
}
