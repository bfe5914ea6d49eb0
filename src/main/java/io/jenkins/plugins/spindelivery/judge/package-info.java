/** Manual judgment: the step that asks a person, who may answer, by which ways an answer comes, and what it comes to. */
package io.jenkins.plugins.spindelivery.judge;
