"""The custom actions, run by rasa-sdk's action server in the root environment."""
