package io.jenkins.plugins.spindelivery.builder;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.spindelivery.judge.JudgmentSource;
import io.jenkins.plugins.spindelivery.judge.SpinJudgeStep;
import io.jenkins.plugins.spindelivery.judge.Verdict;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** The judgments of builds that were handed over. */
@Extension
public final class HandOverJudgments implements JudgmentSource {

    @Override
    public Optional<Pending> find(Run<?, ?> run, StageRecord record) {
        return HandOvers.get().find(run).flatMap(work -> work.judgment(record.key())
                .map(judge -> new PendingStage(work, record.key(), judge)));
    }

    private record PendingStage(HandOverWork work, String key, SpinJudgeStep judge) implements Pending {

        @Override
        public boolean mayAnswer(Authentication who) {
            return judge.judges().mayAnswer(work.run().getParent(), who);
        }

        @Override
        public void approve(String choice) {
            work.answer(key, Verdict.approved(choice, current()));
        }

        @Override
        public void reject() {
            work.answer(key, Verdict.rejected(current()));
        }

        private static String current() {
            User user = User.current();
            return user == null ? Jenkins.ANONYMOUS2.getName() : user.getId();
        }
    }
}
