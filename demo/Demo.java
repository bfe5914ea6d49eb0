package demo;

import io.jenkins.plugins.spindelivery.cli.output.Console;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.util.List;

/**
 * The demo: a company's service goes through what happens to services, on a real Kubernetes API. Each step types
 * commands as a user would, and then reads the live objects to check what it claims.
 *
 * <p>Exit codes: 0 every claim holds, 1 one does not, 2 wrong use, 130 interrupted.
 */
public final class Demo {
    private static final List<Step> STEPS =
            List.of(new ServiceAsItIs(), new Scaled(), new OwnVersions(), new NeverReady());

    private final Narrator narrator;
    private volatile boolean ended;

    private Demo(Narrator narrator) {
        this.narrator = narrator;
    }

    /**
     * Plays the demo.
     *
     * @param arguments see {@code demo/run --help}
     */
    public static void main(String[] arguments) {
        Demo demo = new Demo(new Narrator(Console.system()));
        System.exit(demo.run(arguments));
    }

    private int run(String[] arguments) {
        try {
            play(Options.parse(arguments));
            ended = true;
            return 0;
        } catch (Options.Wrong e) {
            narrator.error(e.getMessage());
            return 2;
        } catch (Shell.Stopped e) {
            return 130;
        } catch (ClaimFailed e) {
            narrator.failed(e.getMessage());
        } catch (ProblemException e) {
            e.problems().stream().map(Problem::message).forEach(narrator::error);
        } catch (IOException e) {
            narrator.error("The demo can't go on: " + e.getMessage());
        }
        ended = true;
        return 1;
    }

    private void play(Options options) throws IOException {
        try (Stage stage = Stage.set(options, narrator)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(stage)));
            stage.begin();
            for (int i = 0; i < STEPS.size(); i++) {
                narrator.headline((i + 1) + ". " + STEPS.get(i).title());
                STEPS.get(i).play(stage);
            }
            narrator.headline("All " + narrator.claims() + " claims hold");
            narrator.say("What you have seen is explained in docs/README.md. To go on by hand: ./dev cluster up");
        }
    }

    private void interrupted(Stage stage) {
        if (!ended) {
            stage.close();
            narrator.say("The demo was interrupted. What it made is gone, states of spin included.");
        }
    }
}
