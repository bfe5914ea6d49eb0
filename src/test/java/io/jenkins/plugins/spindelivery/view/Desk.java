package io.jenkins.plugins.spindelivery.view;

import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.step.JudgmentSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jvnet.hudson.test.TestExtension;
import org.springframework.security.core.Authentication;

/** A place where the judgments of {@link Sample} wait; one user may answer them. */
@TestExtension
public final class Desk implements JudgmentSource {
    private final List<String> answers = new ArrayList<>();

    static Desk get() {
        return ExtensionList.lookupSingleton(Desk.class);
    }

    /** What was answered so far, in order. */
    List<String> answers() {
        return answers;
    }

    @Override
    public Optional<Pending> find(Run<?, ?> run, StageRecord record) {
        return Optional.of(new Waiting(record.key()));
    }

    private final class Waiting implements Pending {
        private final String key;

        Waiting(String key) {
            this.key = key;
        }

        @Override
        public boolean mayAnswer(Authentication who) {
            return who.getName().equals("judge");
        }

        @Override
        public void approve(String choice) {
            answers.add(key + " approved " + choice);
        }

        @Override
        public void reject() {
            answers.add(key + " rejected");
        }
    }
}
