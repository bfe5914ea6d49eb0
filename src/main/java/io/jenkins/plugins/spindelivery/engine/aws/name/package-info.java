/** How things in AWS are called and tagged, so that clean-up, resuming and views find them. */
package io.jenkins.plugins.spindelivery.engine.aws.name;
