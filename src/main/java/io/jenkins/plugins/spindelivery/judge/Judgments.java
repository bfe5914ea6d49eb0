package io.jenkins.plugins.spindelivery.judge;

import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.judge.JudgmentSource.Pending;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Answers judgments for pages of our own, wherever they wait, by the same rules as every other page. */
public final class Judgments {
    private Judgments() {}

    /**
     * Whether the current user may answer a judgment now.
     *
     * @param run the build
     * @param record the judgment's record
     * @return {@code false} also when it does not wait any more
     * @throws IOException when the build can't be read
     * @throws InterruptedException when Jenkins stops
     */
    public static boolean mayAnswer(Run<?, ?> run, StageRecord record) throws IOException, InterruptedException {
        return find(run, record)
                .map(pending -> pending.mayAnswer(Jenkins.getAuthentication2()))
                .orElse(false);
    }

    /**
     * Answers a judgment as the current user.
     *
     * @param run the build
     * @param key of the judgment within the build
     * @param approved whether the delivery goes on
     * @param choice one of the judgment's choices; ignored when it has none or the answer is no
     * @throws ProblemException when there is no such judgment, it has been answered, the choice is none of its choices,
     *     or the current user may not answer; then nothing has changed
     * @throws IOException when the answer can't be stored
     * @throws InterruptedException when Jenkins stops
     */
    public static void answer(Run<?, ?> run, String key, boolean approved, String choice)
            throws IOException, InterruptedException {
        StageRecord record = judgment(run, key);
        Pending pending = find(run, record).orElseThrow(() -> JudgeProblems.wrong("judge.settled"));
        if (!pending.mayAnswer(Jenkins.getAuthentication2())) {
            throw new ProblemException(Category.ACCESS, Problem.of("judge.not-you", ""));
        }
        if (approved) {
            pending.approve(checked(choice, record.judgment().choices()));
        } else {
            pending.reject();
        }
    }

    private static StageRecord judgment(Run<?, ?> run, String key) {
        return StageFolder.all(run).stream()
                .map(StageFolder::read)
                .flatMap(Optional::stream)
                .filter(record -> record.judgment() != null && record.key().equals(key))
                .findFirst()
                .orElseThrow(() -> JudgeProblems.wrong("judge.unknown", run.getFullDisplayName()));
    }

    private static Optional<Pending> find(Run<?, ?> run, StageRecord record) throws IOException, InterruptedException {
        if (record.judgment() == null || record.status().ended()) {
            return Optional.empty();
        }
        for (JudgmentSource source : ExtensionList.lookup(JudgmentSource.class)) {
            Optional<Pending> pending = source.find(run, record);
            if (pending.isPresent()) {
                return pending;
            }
        }
        return Optional.empty();
    }

    private static String checked(String choice, List<String> choices) {
        if (choices.isEmpty()) {
            return "";
        }
        if (choice == null || !choices.contains(choice)) {
            throw JudgeProblems.wrong("judge.choose", String.join(", ", choices));
        }
        return choice;
    }
}
